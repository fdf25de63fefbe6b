package io.eipmeter.sim.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;

  /** A child that starts a child of its own, tells that one's process id, and stays. */
  static final class Parent {
    public static void main(String[] args) throws Exception {
      ChildProcess child =
          ChildProcess.startWatched(
              "grandchild", Path.of(args[0]), List.of("-Xmx32m"), List.of(Stays.class.getName()));
      Files.writeString(Path.of(args[0], "pid.tmp"), Long.toString(child.pid()));
      Files.move(Path.of(args[0], "pid.tmp"), Path.of(args[0], "pid"));
      Thread.currentThread().join();
    }
  }

  /** Ends by a signal only, and tells when it did so in good order. */
  static final class Stays {
    public static void main(String[] args) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("in good order")));
      System.out.println("running");
      Thread.currentThread().join();
    }
  }

  /** Does not even start. */
  static final class Refuses {
    public static void main(String[] args) {
      System.out.println("port 9 is not for you");
      System.exit(1);
    }
  }

  /** Finds no room for what it has to write. */
  static final class FindsTheDiskFull {
    public static void main(String[] args) {
      System.out.println("java.io.IOException: No space left on device");
      System.out.println("giving up");
      System.exit(1);
    }
  }

  @Test
  void aChildThatFoundTheDiskFullSaysWhereToFreeSpace() {
    ChildProcess child =
        ChildProcess.startWatched(
            "full", directory, List.of("-Xmx32m"), List.of(FindsTheDiskFull.class.getName()));
    assertThatThrownBy(() -> Await.until("answer", LIMIT, child, () -> false))
        .isInstanceOf(LabFailure.class)
        .hasMessage(
            "full stopped before answer. The disk is full: free some space under "
                + directory
                + ".");
  }

  @Test
  void nothingSurvivesAParentThatIsKilledWithMinusNine() throws IOException {
    ChildProcess parent =
        ChildProcess.startWatched(
            "parent",
            directory,
            List.of("-Xmx32m"),
            List.of(Parent.class.getName(), directory.toString()));
    Await.until("child", LIMIT, parent, () -> Files.exists(directory.resolve("pid")));
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")));
    assertThat(ProcessHandle.of(pid)).isPresent();
    Await.until("running grandchild", LIMIT, parent, () -> says("grandchild", "running"));
    parent.kill();
    Await.until("end of the grandchild", LIMIT, null, () -> ProcessHandle.of(pid).isEmpty());
    assertThat(says("grandchild", "in good order")).isTrue();
  }

  @Test
  void aClosedChildEndsInGoodOrder() {
    ChildProcess child =
        ChildProcess.startWatched(
            "stays", directory, List.of("-Xmx32m"), List.of(Stays.class.getName()));
    Await.until("running child", LIMIT, child, () -> says("stays", "running"));
    child.close();
    assertThat(child.alive()).isFalse();
    assertThat(says("stays", "in good order")).isTrue();
  }

  @Test
  void aChildThatDiesEndsTheWaitingWithItsLastWords() {
    ChildProcess child =
        ChildProcess.startWatched(
            "refuses", directory, List.of("-Xmx32m"), List.of(Refuses.class.getName()));
    assertThatThrownBy(() -> Await.until("answer", LIMIT, child, () -> false))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("refuses stopped before answer")
        .hasMessageContaining("port 9 is not for you");
  }

  private boolean says(String name, String words) {
    try {
      return Files.readString(directory.resolve(name + ".log")).contains(words);
    } catch (IOException e) {
      return false;
    }
  }
}
