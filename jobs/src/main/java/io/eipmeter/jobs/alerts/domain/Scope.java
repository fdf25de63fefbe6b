package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.schemas.v1.ResourceKind;
import io.eipmeter.schemas.v1.RuleScope;
import java.util.Set;

/**
 * Which resources a rule is about; each is judged alone.
 *
 * @param values ids or addresses of EIPs, accounts, regions, addresses of exporters; none for ALL
 *     and PIPELINE, and none for EXPORTER means every exporter
 */
public record Scope(RuleScope kind, Set<String> values) {
  /** Of CloudMonitor: a rule has at most so many instances. */
  static final int MOST_VALUES = 1_000;

  public Scope {
    values = Set.copyOf(values);
    if (kind == RuleScope.UNRECOGNIZED) {
      throw new IllegalArgumentException("a kind of resources that this version does not know");
    }
    boolean named =
        kind == RuleScope.RULE_SCOPE_EIP
            || kind == RuleScope.RULE_SCOPE_ACCOUNT
            || kind == RuleScope.RULE_SCOPE_REGION;
    if (named && values.isEmpty()) {
      throw new IllegalArgumentException("names no resource");
    }
    boolean whole = kind == RuleScope.RULE_SCOPE_ALL || kind == RuleScope.RULE_SCOPE_PIPELINE;
    if (whole && !values.isEmpty()) {
      throw new IllegalArgumentException("'all' and 'pipeline' take no names");
    }
    if (values.size() > MOST_VALUES) {
      throw new IllegalArgumentException(
          "names " + values.size() + " resources; at most " + MOST_VALUES);
    }
  }

  /** Whether resources of a kind can be named so. */
  boolean canHold(ResourceKind resources) {
    return switch (resources) {
      case RESOURCE_KIND_EXPORTER -> kind == RuleScope.RULE_SCOPE_EXPORTER;
      case RESOURCE_KIND_PIPELINE -> kind == RuleScope.RULE_SCOPE_PIPELINE;
      case RESOURCE_KIND_ACCOUNT ->
          kind == RuleScope.RULE_SCOPE_ALL || kind == RuleScope.RULE_SCOPE_ACCOUNT;
      default -> kind != RuleScope.RULE_SCOPE_EXPORTER && kind != RuleScope.RULE_SCOPE_PIPELINE;
    };
  }

  /** What a rule of a metric can name, for whoever named something else. */
  static String sentence(Metric metric) {
    return "the metric "
        + metric.text()
        + switch (metric.kind()) {
          case RESOURCE_KIND_EXPORTER -> " is of exporters: name exporters, not EIPs";
          case RESOURCE_KIND_PIPELINE -> " is of the pipeline: say 'pipeline: true'";
          case RESOURCE_KIND_ACCOUNT -> " is of accounts: name accounts, or all";
          default -> " is of EIPs: name all, eips, accounts or regions";
        };
  }
}
