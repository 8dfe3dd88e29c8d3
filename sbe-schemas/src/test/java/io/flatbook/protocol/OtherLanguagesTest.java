package io.flatbook.protocol;

import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.RegisterTradesEncoder;
import io.flatbook.sbe.TradeCause;
import io.flatbook.sbe.TradeTermsDecoder;
import io.flatbook.sbe.TradeTermsEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The codecs that SBE generates for other languages compile, and a program of each that reads a message and writes it
 * anew writes the bytes that Java has encoded (docs/languages.md).
 */
@Tag("compilers")
final class OtherLanguagesTest
{
    private static final Path SCHEMA = Path.of("src/main/resources/flatbook.xml").toAbsolutePath();
    private static final Path PROGRAMS = Path.of("../docs/languages").toAbsolutePath();
    private static final String CRATE = "io_flatbook_sbe";

    @TempDir
    private Path directory;

    @Test
    void cPlusPlusReadsAndWritesWhatJavaDoes() throws Exception
    {
        generate("Cpp");
        final List<String> headers = new ArrayList<>();
        try (var files = Files.newDirectoryStream(directory.resolve(CRATE), "*.h"))
        {
            files.forEach(header -> headers.add("#include \"" + CRATE + '/' + header.getFileName() + '"'));
        }
        final Path all = Files.write(directory.resolve("all.cpp"), headers);
        assertThat(headers).hasSizeGreaterThan(100);
        run("g++", "-std=c++17", "-Wall", "-Werror", "-fsyntax-only", all.toString());
        run("g++", "-std=c++17", "-I.", PROGRAMS.resolve("echo.cpp").toString(), "-o", "echo");
        assertThat(echo()).isEqualTo(frame());
    }

    @Test
    void goReadsAndWritesWhatJavaDoes() throws Exception
    {
        generate("Golang", "-Dsbe.go.generate.generate.flyweights=true");
        Files.writeString(directory.resolve("go.mod"), "module flatbook\n\ngo 1.18\n");
        Files.copy(PROGRAMS.resolve("echo.go"), directory.resolve("echo.go"));
        run("go", "build", "-o", "echo", ".");
        assertThat(echo()).isEqualTo(frame());
    }

    @Test
    void rustReadsAndWritesWhatJavaDoes() throws Exception
    {
        generate("Rust");
        final String edition = "--edition=2021";
        run("rustc", edition, "--crate-type=lib", "--crate-name=" + CRATE, CRATE + "/src/lib.rs");
        run("rustc", edition, "--extern=" + CRATE + "=lib" + CRATE + ".rlib", PROGRAMS.resolve("echo.rs").toString());
        assertThat(echo()).isEqualTo(frame());
    }

    private void generate(final String language, final String... options) throws Exception
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Dsbe.output.dir=" + directory, "-Dsbe.target.language=" + language));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "uk.co.real_logic.sbe.SbeTool",
            SCHEMA.toString()));
        run(command.toArray(String[]::new));
    }

    private byte[] echo() throws Exception
    {
        final Path in = Files.write(directory.resolve("in"), frame());
        final Path out = directory.resolve("out");
        run(new ProcessBuilder("./echo").redirectInput(in.toFile()).redirectOutput(out.toFile()));
        return Files.readAllBytes(out);
    }

    private void run(final String... command) throws Exception
    {
        run(new ProcessBuilder(command).redirectOutput(directory.resolve("log").toFile()));
    }

    private void run(final ProcessBuilder builder) throws IOException, InterruptedException
    {
        final Path errors = directory.resolve("errors");
        builder.environment().put("GOCACHE", directory.resolve("cache").toString());
        final int exitCode = builder.directory(directory.toFile()).redirectError(errors.toFile()).start().waitFor();
        assertThat(exitCode).withFailMessage(() -> builder.command() + ": " + read(errors)).isZero();
    }

    private static String read(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException ex)
        {
            return ex.toString();
        }
    }

    /** Two trades: one at a negative price with a rebate and the flag, and a bust without a date. */
    private static byte[] frame()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        final RegisterTradesEncoder encoder = new RegisterTradesEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).commandId(7);
        final RegisterTradesEncoder.TradesEncoder trades = encoder.tradesCount(2);
        final TradeTermsEncoder first = trades.next().trade().tradeId(Long.MAX_VALUE).instrument(3).buyer(11).seller(12)
            .quantityLots(1_000).priceTicks(-3_763).buyerFee(-25).sellerFee(50).cause(TradeCause.TRADE)
            .bustedTradeId(TradeTermsEncoder.bustedTradeIdNullValue()).tradeDate(20_421);
        first.flags().clear().guaranteed(true);
        final TradeTermsEncoder second = trades.next().trade().tradeId(2).instrument(3).buyer(12).seller(11)
            .quantityLots(1).priceTicks(100).buyerFee(0).sellerFee(0).cause(TradeCause.BUST).bustedTradeId(1)
            .tradeDate(TradeTermsDecoder.tradeDateNullValue());
        second.flags().clear();
        final byte[] frame = new byte[MessageHeaderDecoder.ENCODED_LENGTH + encoder.encodedLength()];
        buffer.getBytes(0, frame);
        return frame;
    }
}
