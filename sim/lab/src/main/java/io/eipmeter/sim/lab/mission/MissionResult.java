package io.eipmeter.sim.lab.mission;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the whole mission came to.
 *
 * @param checks everything that was compared
 * @param taken webhooks that the receiver took, by notice
 * @param reconciled what {@code eipmeter reconcile} printed
 * @param explained what {@code eipmeter explain} said of a line of traffic
 * @param page the statements of the closed month
 */
public record MissionResult(
    List<Check> checks, Map<String, String> taken, String reconciled, String explained, Path page) {

  /** Everything that is wrong. */
  public List<String> differences() {
    return checks.stream().flatMap(check -> check.differences().stream()).toList();
  }

  Check check(String name) {
    return checks.stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
  }
}
