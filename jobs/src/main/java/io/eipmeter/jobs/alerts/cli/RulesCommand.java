package io.eipmeter.jobs.alerts.cli;

import io.eipmeter.jobs.alerts.domain.AlertRule;
import io.eipmeter.jobs.alerts.domain.Condition;
import io.eipmeter.jobs.alerts.file.RuleFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eipmeter rules}. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = "The rules of alerts: numbered versions, in force without a restart.",
    subcommands = {RulesCommand.Apply.class, RulesCommand.ListRules.class, RulesCommand.Test.class})
public final class RulesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: rules apply, list or test");
  }

  /** {@code eipmeter rules apply}. */
  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description = "Appends a version of each rule of a file that is new or changed.")
  static final class Apply implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private KafkaOptions kafka = new KafkaOptions();

    @Parameters(paramLabel = "FILE", description = "YAML or JSON of rules.")
    private Path file;

    @Option(
        names = "--remove-others",
        description = "Remove the rules that the file does not name. Their alerts end.")
    private boolean removeOthers;

    @Override
    public Integer call() throws InterruptedException {
      return KafkaOptions.run(
          spec,
          () -> {
            List<AlertRule> wanted = RuleFile.read(file);
            Clock clock = kafka.clock(spec);
            RuleLog log = new RuleLog(kafka.properties(spec), clock);
            List<AlertRule> changes =
                RuleLog.changes(log.newest(), wanted, removeOthers, clock.millis());
            log.append(changes);
            PrintWriter out = spec.commandLine().getOut();
            changes.forEach(
                rule ->
                    out.println(
                        rule.id()
                            + " "
                            + (rule.removed() ? "removed" : "version " + rule.version())));
            out.flush();
            spec.commandLine()
                .getErr()
                .println("changed: " + changes.size() + ", in the file: " + wanted.size());
            return 0;
          });
    }
  }

  /** {@code eipmeter rules list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the rules in force, one a line.")
  static final class ListRules implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private KafkaOptions kafka = new KafkaOptions();

    @Override
    public Integer call() throws InterruptedException {
      return KafkaOptions.run(
          spec,
          () -> {
            RuleLog log = new RuleLog(kafka.properties(spec), kafka.clock(spec));
            PrintWriter out = spec.commandLine().getOut();
            log.newest().stream()
                .filter(rule -> !rule.removed())
                .forEach(rule -> out.println(line(rule)));
            out.flush();
            return 0;
          });
    }
  }

  private static String line(AlertRule rule) {
    return String.join(
        "\t",
        rule.id(),
        "v" + rule.version(),
        rule.metric().text(),
        rule.period().toString(),
        rule.conditions().stream().map(RulesCommand::words).collect(Collectors.joining("; ")),
        rule.scope().kind().name().substring("RULE_SCOPE_".length()).toLowerCase(Locale.ROOT)
            + (rule.scope().values().isEmpty()
                ? ""
                : " " + rule.scope().values().stream().sorted().collect(Collectors.joining(","))));
  }

  private static String words(Condition condition) {
    return condition.level().name().substring("ALERT_LEVEL_".length()).toLowerCase(Locale.ROOT)
        + ": "
        + condition.statistic().text()
        + " "
        + condition.comparison().sign()
        + " "
        + java.math.BigDecimal.valueOf(condition.thresholdMilli(), 3)
            .stripTrailingZeros()
            .toPlainString()
        + ", "
        + condition.times()
        + " times";
  }

  /** {@code eipmeter rules test}. */
  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description =
          "Checks a file of rules, without any service; with minutes, prints what the rules would tell.")
  static final class Test implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "YAML or JSON of rules.")
    private Path file;

    @Option(
        names = "--minutes",
        paramLabel = "FILE",
        description =
            "CSV of settled minutes: address,minute,bytesOut,bytesIn, and optionally"
                + " packetsOut,packetsIn,droppedBytes,droppedPackets; minute as 2026-11-01T00:00:00Z.")
    private @Nullable Path minutes;

    @Override
    public Integer call() throws InterruptedException {
      return KafkaOptions.run(
          spec,
          () -> {
            List<AlertRule> rules = RuleFile.read(file);
            if (minutes != null) {
              PrintWriter out = spec.commandLine().getOut();
              RuleTrial.run(rules, minutes).forEach(out::println);
              out.flush();
              rules.stream()
                  .filter(rule -> !rule.isOfEipMinutes())
                  .forEach(
                      rule ->
                          spec.commandLine()
                              .getErr()
                              .println(
                                  rule.id() + " looks at something else than minutes of EIPs"));
            }
            spec.commandLine().getErr().println(rules.size() + " rules, all can be used");
            return 0;
          });
    }
  }
}
