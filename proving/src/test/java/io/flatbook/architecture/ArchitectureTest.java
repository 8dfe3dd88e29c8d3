package io.flatbook.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTest
{
    private static final String ROOT = "io.flatbook";

    private static final JavaClasses PRODUCT = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(location -> !location.contains("-tests.jar"))
        .importPackages(ROOT);

    @TestFactory
    Stream<DynamicTest> theProductKeepsItsLayers()
    {
        return new ArchitectureRules(ROOT).all().entrySet().stream()
            .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(PRODUCT)));
    }

    @Test
    void theEngineComputesWithIntegersOnly()
    {
        assertThat(FloatingPoint.instructions(PRODUCT.that(resideInAPackage(ROOT + ".engine.."))))
            .as("floating point instructions in the engine")
            .isEmpty();
    }

    @Test
    void productClassesAreSeenAndTestClassesAreNot()
    {
        assertThat(PRODUCT.stream().map(JavaClass::getName))
            .contains("io.flatbook.sbe.RegisterTradeDecoder")
            .noneMatch(name -> name.startsWith("io.flatbook.architecture"));
    }
}
