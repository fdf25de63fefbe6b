package io.eipmeter.sim.lab.bench;

import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory a process has held since it began: proc(5), VmHWM of /proc/PID/status. */
final class PeakMemory {
  private static final String FIELD = "VmHWM:";

  private PeakMemory() {}

  static long megabytes(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith(FIELD)) {
          return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
        }
      }
    } catch (IOException e) {
      throw new LabFailure("Memory of process " + pid + " cannot be read.", e);
    }
    throw new LabFailure("The kernel does not tell the memory of process " + pid + ".");
  }
}
