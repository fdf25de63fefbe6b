package io.eipmeter.sim.lab.pace;

import io.eipmeter.schemas.SharedClock;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Virtual time of a run, by the law of {@link Pace}, in a file that its processes read. */
public final class PacedClock implements AutoCloseable {
  /** Longer than any restart of a part on a busy machine. */
  private static final Duration LONGEST_STALL = Duration.ofMinutes(5);

  private static final long TICK_NS = 2_000_000;

  private final SharedClock shared;
  private @Nullable Thread thread;
  private volatile boolean closed;
  private volatile @Nullable RuntimeException failure;

  private PacedClock(SharedClock shared) {
    this.shared = shared;
  }

  /** A clock that stands at a time until it is started. */
  public static PacedClock standing(Path file, long startMs) {
    try {
      return new PacedClock(SharedClock.create(file, startMs));
    } catch (IOException e) {
      throw new LabFailure("The clock's file could not be made: " + e.getMessage() + ".", e);
    }
  }

  /** What to read it by, here and, by its text, in other processes. */
  public Clock clock() {
    return shared;
  }

  /**
   * Lets it go, as soon as every part is ready.
   *
   * @param speed virtual seconds in a real one, at most
   */
  public void start(int speed, List<Mark> marks) {
    Pace pace = new Pace(shared.millis(), System.nanoTime(), speed, marks, LONGEST_STALL);
    Thread started = new Thread(() -> run(pace), "virtual-time");
    started.setDaemon(true);
    started.start();
    thread = started;
  }

  private void run(Pace pace) {
    try {
      while (!closed) {
        shared.moveTo(pace.advance(System.nanoTime()));
        if (pace.hasStalled()) {
          throw new LabFailure(pace.stall());
        }
        LockSupport.parkNanos(TICK_NS);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /**
   * To be called by whoever waits for virtual time to pass.
   *
   * @throws RuntimeException why it stands for good, if it does
   */
  public void check() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread started = thread;
    if (started != null) {
      try {
        started.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
