package io.eipmeter.sim.lab.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Waits until a condition holds, a process of ours has died, or the time is up. */
public final class Await {
  /** It has happened. */
  public static final long DONE = Long.MAX_VALUE;

  /** Real time for a process to come up: only on a busy machine it takes more than some seconds. */
  public static final Duration LONGEST_START = Duration.ofMinutes(5);

  private static final long STEP_MS = 50;

  private Await() {}

  /** How far something is, while it is waited for. */
  @FunctionalInterface
  public interface Progress {
    /** Another number when something has moved; {@link #DONE} at the end. */
    long look() throws Exception;
  }

  /**
   * @param what what is waited for, as the sentence "No ... within" needs it
   * @param child whose death ends the waiting; null: none
   * @param condition an exception of it counts as "not yet"
   */
  public static void until(
      String what, Duration limit, @Nullable ChildProcess child, Callable<Boolean> condition) {
    whileMoving(what, limit, child, () -> condition.call() ? DONE : 0);
  }

  /**
   * Waits as long as there is progress.
   *
   * @param stillness how long there may be none
   * @param progress an exception of it counts as none
   */
  public static void whileMoving(
      String what, Duration stillness, @Nullable ChildProcess child, Progress progress) {
    long at = 0;
    long movedNs = System.nanoTime();
    Exception last = null;
    while (true) {
      try {
        long now = progress.look();
        if (now == DONE) {
          return;
        }
        if (now != at) {
          at = now;
          movedNs = System.nanoTime();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LabFailure("Interrupted while waiting for " + what + ".", e);
      } catch (LabFailure e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      if (child != null && !child.alive()) {
        throw new LabFailure(
            child.name() + " stopped before " + what + ". " + child.lastWords(), last);
      }
      if (System.nanoTime() - movedNs > stillness.toNanos()) {
        throw new LabFailure(
            "No "
                + what
                + " within "
                + stillness.toSeconds()
                + " s."
                + (last == null ? "" : " Last answer: " + last.getMessage() + ".")
                + (child == null ? "" : " Its log: " + child.log()),
            last);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(STEP_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while waiting.", e);
    }
  }
}
