package io.flatbook.proving.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * All faults, in the order of the table.
 */
final class Faults
{
    private Faults()
    {
    }

    static List<Fault> all()
    {
        final List<Fault> faults = new ArrayList<>(NodeFaults.all());
        faults.addAll(NetworkFaults.all());
        faults.addAll(RelayFaults.all());
        faults.addAll(DiskFaults.all());
        faults.addAll(ClockFaults.all());
        faults.addAll(RecordingFaults.all());
        faults.addAll(ClientFaults.all());
        faults.addAll(PressureFaults.all());
        faults.addAll(CrashFaults.all());
        faults.addAll(GarbageFaults.all());
        faults.addAll(IntruderFaults.all());
        faults.addAll(ForgeryFaults.all());
        faults.addAll(FloodFaults.all());
        faults.addAll(StormFaults.all());
        faults.addAll(ArchiveFaults.all());
        faults.addAll(TwinFaults.all());
        faults.addAll(AnswerFaults.all());
        faults.addAll(EgressFaults.all());
        return faults;
    }
}
