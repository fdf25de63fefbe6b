package io.eipmeter.sim.lab.demo;

import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.script.WholeMission;
import java.nio.file.Path;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a demo run is asked for. */
public final class DemoOptions {
  /** What is killed with -9 in the middle of the traffic, and started again. */
  public enum Victim {
    taskmanager,
    clickhouse,
    collector
  }

  static final class ScenarioNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    ScenarioNames() {
      super(Scenario.names());
    }
  }

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "0",
      description = "Virtual minutes of traffic; 0: as many as the scenario asks for.")
  public int minutes;

  @Option(
      names = "--eips",
      paramLabel = "N",
      defaultValue = "200",
      description = "EIPs held at a time. Default: ${DEFAULT-VALUE}.")
  public int eips;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed gives the same datagrams. Default: ${DEFAULT-VALUE}.")
  public long seed;

  @Option(
      names = "--scenario",
      paramLabel = "NAME|FILE",
      defaultValue = "default",
      completionCandidates = ScenarioNames.class,
      description =
          "How the world behaves: ${COMPLETION-CANDIDATES}; or a file of your own"
              + " (sim/world/README.md). Default: ${DEFAULT-VALUE}.")
  public String scenario = "default";

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "60",
      description = "Virtual seconds in a real one, at most. Default: ${DEFAULT-VALUE}.")
  public int speed;

  @Option(
      names = "--kill",
      paramLabel = "WHAT",
      description = "Kill -9 this in the middle and start it again: ${COMPLETION-CANDIDATES}.")
  public @Nullable Victim kill;

  @Option(names = "--keep", description = "Leave everything up at the end and print the addresses.")
  public boolean keep;

  @Option(
      names = "--ledger-csv",
      paramLabel = "DIR",
      description = "Write the ledger, what is true, into this directory as CSV files.")
  public @Nullable Path ledgerCsv;

  @Option(
      names = "--ledger-tables",
      description = "Put the ledger into ClickHouse, too: tables ledger_* beside the others.")
  public boolean ledgerTables;

  @Option(
      names = "--month",
      description =
          "A month of the scenario whole-mission, put straight into the log: without UDP and collector.")
  public boolean month;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Subtasks of each job. Default: ${DEFAULT-VALUE}.")
  public int parallelism;

  /**
   * The world that is asked for.
   *
   * @throws IllegalArgumentException when there is none like that; the message says why
   */
  public SimulationOptions world() {
    if (speed < 1) {
      throw new IllegalArgumentException("speed must be at least 1, was " + speed);
    }
    if (minutes < 0) {
      throw new IllegalArgumentException("minutes must be at least 1, was " + minutes);
    }
    if (month) {
      return WholeMission.month(Scenario.named(WholeMission.NAME), seed);
    }
    Scenario named = Scenario.named(scenario);
    boolean scripted = WholeMission.isMeantBy(named);
    return new SimulationOptions(
        seed,
        scripted ? WholeMission.ROLES.size() : eips,
        minutes == 0 ? named.minutes() : minutes,
        scripted ? WholeMission.START_MS : SimulationOptions.DEFAULT_START_MS,
        named);
  }
}
