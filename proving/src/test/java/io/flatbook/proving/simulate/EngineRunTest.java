package io.flatbook.proving.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineRunTest
{
    private static final int COMMANDS = 400;

    @Test
    void anEngineThatIsRestoredAgainAndAgainGoesOnAsIfItNeverWas()
    {
        final EngineRun run = new EngineRun(1, Bug.NONE);

        assertThat(run.run(COMMANDS)).isNull();
        assertThat(run.commands()).isEqualTo(COMMANDS);
        assertThat(run.restores()).isGreaterThan(1);
        assertThat(run.repetitions()).isPositive();
    }

    @Test
    void aSnapshotWithoutAFieldIsFound()
    {
        assertThat(new EngineRun(4, Bug.SNAPSHOT_FIELD).run(COMMANDS)).contains("differs from what never was in one");
    }
}
