package io.eipmeter.sim.lab.mission;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.lab.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** All five jobs on a real cluster, over a world with known bills, findings and alerts. */
final class MissionIT {
  @Test
  void billsFindingsAlertsAndWebhooksAreExactlyTheExpectedOnes() {
    StringWriter out = new StringWriter();
    CommandLine root = Main.commandLine();
    root.setOut(new PrintWriter(out, true));
    assertThat(root.execute("demo", "--scenario", "whole-mission")).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("Difference: 0.")
        .contains("2026-01 acme")
        .contains("eip-silent unused since 2026-01-24T15:40:00Z #2")
        .contains("2026-01-31T15:44:00Z web-out eip-web")
        .contains("Mission: all as it must be.");
  }
}
