package io.eipmeter.sim.lab.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of the repository: where the lock file of the ClickHouse engine lies. */
public final class Home {
  private Home() {}

  /** The launcher names it in {@code eipmeter.home}; a test is somewhere below it. */
  public static Path directory() {
    String named = System.getProperty("eipmeter.home");
    if (named != null) {
      return Path.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("package-lock.json")) && Files.exists(at.resolve("pom.xml"))) {
        return at;
      }
    }
    throw new LabFailure(
        "The repository was not found above "
            + Path.of("").toAbsolutePath()
            + ": start ./eipmeter from its own directory.");
  }
}
