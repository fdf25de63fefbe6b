package io.eipmeter.sim.lab.demo;

import io.eipmeter.sim.lab.demo.DemoOptions.Victim;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.stack.Stack;
import io.eipmeter.sim.lab.traffic.UdpExports;
import org.jspecify.annotations.Nullable;

/** Kills one process with -9, once, and starts it again a moment later, beside the traffic. */
final class Fault implements AutoCloseable {
  private static final long DOWN_MS = 2_000;

  private final @Nullable Victim victim;
  private final Stack stack;
  private final CollectorProcess collector;
  private final UdpExports exports;
  private final Talk talk;
  private @Nullable Thread thread;
  private volatile @Nullable RuntimeException failure;

  Fault(
      @Nullable Victim victim,
      Stack stack,
      CollectorProcess collector,
      UdpExports exports,
      Talk talk) {
    this.victim = victim;
    this.stack = stack;
    this.collector = collector;
    this.exports = exports;
    this.talk = talk;
  }

  /** The first call kills; the others do nothing. */
  void strike() {
    if (victim == null || thread != null) {
      return;
    }
    Victim struck = victim;
    Thread started = new Thread(() -> killAndRestart(struck), "fault");
    thread = started;
    started.start();
  }

  /** Whether the victim may be dead now because of us. */
  boolean underWay() {
    Thread started = thread;
    return started != null && started.isAlive();
  }

  /** Returns when the victim is up again. */
  @Override
  public void close() {
    Thread started = thread;
    if (started != null) {
      try {
        started.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  private void killAndRestart(Victim struck) {
    try {
      talk.say("kill -9     %s", struck);
      kill(struck);
      Thread.sleep(DOWN_MS);
      restart(struck);
      talk.say("restarted   %s", struck);
    } catch (RuntimeException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = new LabFailure("Interrupted.", e);
    }
  }

  private void kill(Victim struck) {
    switch (struck) {
      case taskmanager -> stack.flink().killTaskManager();
      case clickhouse -> stack.clickHouse().kill();
      case collector -> collector.kill();
    }
  }

  private void restart(Victim struck) {
    switch (struck) {
      case taskmanager -> stack.flink().replaceTaskManager();
      case clickhouse -> stack.clickHouse().restart();
      case collector -> {
        collector.restart();
        exports.giveUpWhatIsUnderWay();
      }
    }
  }
}
