package io.eipmeter.sim.lab.bench;

import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of a process, all its threads, user and system: proc(5), /proc/PID/stat. */
final class CpuTime {
  /** USER_HZ is 100 on every Linux we run on; the kernel tells it to user space as such. */
  private static final double TICKS_A_SECOND = 100;

  private static final int USER_FIELD = 14;
  private static final int SYSTEM_FIELD = 15;

  private CpuTime() {}

  static double seconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The second field, the command in parentheses, may hold blanks.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks =
          Long.parseLong(fields[USER_FIELD - 3]) + Long.parseLong(fields[SYSTEM_FIELD - 3]);
      return ticks / TICKS_A_SECOND;
    } catch (IOException e) {
      throw new LabFailure("CPU time of process " + pid + " cannot be read.", e);
    }
  }
}
