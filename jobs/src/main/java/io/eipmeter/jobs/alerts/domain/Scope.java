package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.schemas.v1.RuleScope;
import java.util.Set;

/**
 * Which resources a rule is about; each is judged alone.
 *
 * @param values ids or addresses of EIPs, accounts, regions, addresses of exporters; none for ALL,
 *     and none for EXPORTER means every exporter
 */
public record Scope(RuleScope kind, Set<String> values) {
  /** Of CloudMonitor: a rule has at most so many instances. */
  static final int MOST_VALUES = 1_000;

  public Scope {
    values = Set.copyOf(values);
    if (kind == RuleScope.UNRECOGNIZED) {
      throw new IllegalArgumentException("a kind of resources that this version does not know");
    }
    boolean named = kind != RuleScope.RULE_SCOPE_ALL && kind != RuleScope.RULE_SCOPE_EXPORTER;
    if (named && values.isEmpty()) {
      throw new IllegalArgumentException("names no resource");
    }
    if (kind == RuleScope.RULE_SCOPE_ALL && !values.isEmpty()) {
      throw new IllegalArgumentException("'all' takes no names");
    }
    if (values.size() > MOST_VALUES) {
      throw new IllegalArgumentException(
          "names " + values.size() + " resources; at most " + MOST_VALUES);
    }
  }

  boolean isExporters() {
    return kind == RuleScope.RULE_SCOPE_EXPORTER;
  }
}
