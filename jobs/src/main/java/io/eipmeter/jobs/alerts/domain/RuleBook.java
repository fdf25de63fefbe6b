package io.eipmeter.jobs.alerts.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, found by the resource they are about. Never changes; a change is a new book.
 */
public final class RuleBook {
  public static final RuleBook EMPTY = new RuleBook(List.of());

  private final Map<String, AlertRule> byId = new HashMap<>();
  private final List<AlertRule> ofAll = new ArrayList<>();
  private final List<AlertRule> ofEveryExporter = new ArrayList<>();
  private final List<AlertRule> ofPipeline = new ArrayList<>();
  private final Map<String, List<AlertRule>> byName = new HashMap<>();

  /**
   * A book of rules.
   *
   * @param versions of several versions of a rule the newest holds
   */
  public RuleBook(Collection<AlertRule> versions) {
    for (AlertRule rule : versions) {
      byId.merge(rule.id(), rule, (a, b) -> b.version() > a.version() ? b : a);
    }
    for (AlertRule rule : byId.values()) {
      if (!rule.removed()) {
        index(rule);
      }
    }
  }

  private void index(AlertRule rule) {
    switch (rule.scope().kind()) {
      case RULE_SCOPE_ALL -> ofAll.add(rule);
      case RULE_SCOPE_EXPORTER -> {
        if (rule.scope().values().isEmpty()) {
          ofEveryExporter.add(rule);
        }
        named(rule, "exporter ");
      }
      case RULE_SCOPE_PIPELINE -> ofPipeline.add(rule);
      case RULE_SCOPE_EIP -> named(rule, "eip ");
      case RULE_SCOPE_ACCOUNT -> named(rule, "account ");
      case RULE_SCOPE_REGION -> named(rule, "region ");
      default -> throw new IllegalArgumentException("a kind of resources not known here");
    }
  }

  private void named(AlertRule rule, String kind) {
    for (String value : rule.scope().values()) {
      byName.computeIfAbsent(kind + value, any -> new ArrayList<>()).add(rule);
    }
  }

  public boolean isEmpty() {
    return byId.isEmpty();
  }

  public Collection<AlertRule> all() {
    return byId.values();
  }

  /** The newest version, which may say that the rule is gone. */
  @Nullable AlertRule newest(String ruleId) {
    return byId.get(ruleId);
  }

  /** By their ids: all rules about a resource. */
  Map<String, AlertRule> of(Resource resource) {
    Map<String, AlertRule> found = new HashMap<>();
    switch (resource.kind()) {
      case RESOURCE_KIND_EXPORTER -> {
        add(ofEveryExporter, found);
        add(byName.get("exporter " + resource.addressText()), found);
      }
      case RESOURCE_KIND_PIPELINE -> add(ofPipeline, found);
      case RESOURCE_KIND_ACCOUNT -> {
        add(ofAll, found);
        add(byName.get("account " + resource.account()), found);
      }
      default -> {
        add(ofAll, found);
        add(byName.get("eip " + resource.addressText()), found);
        add(byName.get("eip " + resource.eipId()), found);
        add(byName.get("account " + resource.account()), found);
        add(byName.get("region " + resource.region()), found);
      }
    }
    found.values().removeIf(rule -> rule.metric().kind() != resource.kind());
    return found;
  }

  private static void add(@Nullable List<AlertRule> rules, Map<String, AlertRule> to) {
    if (rules != null) {
      rules.forEach(rule -> to.put(rule.id(), rule));
    }
  }
}
