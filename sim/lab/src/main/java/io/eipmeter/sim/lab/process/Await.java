package io.eipmeter.sim.lab.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Waits until a condition holds, a process of ours has died, or the time is up. */
public final class Await {
  private static final long STEP_MS = 50;

  private Await() {}

  /**
   * @param what what is waited for, as the sentence "... did not happen within" needs it
   * @param child whose death ends the waiting; null: none
   * @param condition an exception of it counts as "not yet"
   */
  public static void until(
      String what, Duration limit, @Nullable ChildProcess child, Callable<Boolean> condition) {
    long endNs = System.nanoTime() + limit.toNanos();
    Exception last = null;
    while (true) {
      try {
        if (condition.call()) {
          return;
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
      if (System.nanoTime() > endNs) {
        throw new LabFailure(
            "No "
                + what
                + " within "
                + limit.toSeconds()
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
