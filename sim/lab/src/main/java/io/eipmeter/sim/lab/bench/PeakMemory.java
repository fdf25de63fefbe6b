package io.eipmeter.sim.lab.bench;

import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The most memory a process has held since it began: proc(5), VmHWM of /proc/PID/status. */
final class PeakMemory {
  private static final String FIELD = "VmHWM:";

  private PeakMemory() {}

  static long megabytes(long pid) {
    try {
      return read(pid)
          .orElseThrow(
              () -> new LabFailure("The kernel does not tell the memory of process " + pid + "."));
    } catch (IOException e) {
      throw new LabFailure("Memory of process " + pid + " cannot be read.", e);
    }
  }

  /** The same; 0 of a process that has ended. */
  static long megabytesIfAlive(long pid) {
    try {
      return read(pid).orElse(0L);
    } catch (IOException e) {
      return 0;
    }
  }

  private static Optional<Long> read(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(FIELD))
        .findFirst()
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10);
  }
}
