package io.eipmeter.sim.lab.cli;

import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.stack.Stack;
import io.eipmeter.sim.lab.stack.StackOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts the stack alone and keeps it until interrupted. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Start Kafka, ClickHouse and Flink, print their addresses, stop them at Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  private static final long LOOK_MS = 1_000;

  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() throws InterruptedException {
    System.err.println("Starting Kafka, ClickHouse and Flink ...");
    try (Stack stack = Stack.start(options)) {
      System.out.print(stack.addresses());
      System.out.flush();
      System.err.println("All up. Ctrl-C stops them.");
      while (true) {
        String dead = stack.deadProcess();
        if (dead != null) {
          throw new LabFailure(dead);
        }
        Thread.sleep(LOOK_MS);
      }
    }
  }
}
