package io.eipmeter.sim.lab.demo;

import io.eipmeter.sim.lab.mission.MissionReport;
import io.eipmeter.sim.lab.mission.MissionResult;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.stack.Stack;
import io.eipmeter.sim.lab.stack.StackOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eipmeter demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Start everything, run simulated traffic through it, and compare every EIP-minute with the truth.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every EIP-minute agrees with the records exported, and every EIP with the packets",
      "1:something differs, or could not be started; it is named",
      "2:UDP lost datagrams on the way, and exactly these are shown as lost; or bad usage"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final long LOOK_MS = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private DemoOptions options = new DemoOptions();
  @Mixin private StackOptions stackOptions = new StackOptions();

  @Override
  public Integer call() throws InterruptedException {
    check();
    Talk talk = new Talk(System.err);
    talk.say("starting    Kafka, ClickHouse and Flink; logs are in a directory of this run");
    try (Stack stack = Stack.start(stackOptions)) {
      stack.addresses().lines().forEach(line -> talk.say("%s", line));
      int exitCode = run(stack, talk);
      if (exitCode != 1) {
        stack.forget();
      }
      return exitCode;
    }
  }

  private int run(Stack stack, Talk talk) throws InterruptedException {
    if (options.month) {
      try (MonthDemo month = MonthDemo.prepare(options, stack, talk)) {
        MonthDemo.Outcome outcome = month.run();
        return show(outcome.measured(), outcome.mission(), stack, talk);
      }
    }
    try (Demo demo = Demo.prepare(options, stack, talk)) {
      DemoResult result = demo.run();
      return show(result, demo.missionResult(), stack, talk);
    }
  }

  private int show(DemoResult result, @Nullable MissionResult mission, Stack stack, Talk talk)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    new Report(result).print(out);
    if (mission != null) {
      new MissionReport(mission).print(out);
    }
    if (options.keep) {
      out.print(stack.addresses());
      out.flush();
      talk.say("kept        all stays up; Ctrl-C stops it");
      waitForTheEnd(stack);
    }
    return mission != null && !mission.differences().isEmpty() ? 1 : result.exitCode();
  }

  private static void waitForTheEnd(Stack stack) throws InterruptedException {
    while (true) {
      String dead = stack.deadProcess();
      if (dead != null) {
        throw new LabFailure(dead);
      }
      Thread.sleep(LOOK_MS);
    }
  }

  private void check() {
    try {
      options.world();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
