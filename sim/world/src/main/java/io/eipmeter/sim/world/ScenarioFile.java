package io.eipmeter.sim.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.eipmeter.sim.world.export.ExportFormat;
import io.eipmeter.sim.world.export.Faults;
import io.eipmeter.sim.world.gateway.CachePolicy;
import java.util.List;
import java.util.Set;

/** A scenario as YAML. Every field but the description has a default; README.md lists them. */
final class ScenarioFile {
  private static final Set<String> FIELDS =
      Set.of("description", "minutes", "export", "traffic", "control-plane", "faults");
  private static final Set<String> EXPORT =
      Set.of("format", "sampling", "caches", "many-sightings", "nat-events");
  private static final Set<String> CACHE =
      Set.of("active-timeout", "inactive-timeout", "cut-at-minutes");
  private static final Set<String> TRAFFIC =
      Set.of(
          "sessions-per-eip-second",
          "long-share",
          "between-ours",
          "between-regions",
          "weekly-rhythm",
          "steady",
          "silence",
          "flash-crowds-per-minute",
          "attacks-per-minute",
          "port-scans-per-minute",
          "noise-per-eip-minute");
  private static final Set<String> CONTROL =
      Set.of(
          "customers",
          "changes-per-eip-minute",
          "statements-late",
          "capped",
          "shared-part",
          "bandwidth-changes-per-minute",
          "ipv6-part",
          "nat-gateways");
  private static final Set<String> NATS = Set.of("eips-each", "dnat-part", "own-eip-part");
  private static final Set<String> FAULTS =
      Set.of(
          "lost",
          "doubled",
          "reordered",
          "late",
          "templates-lost",
          "restart-after",
          "sequence-reset-after",
          "layout-change-after",
          "templates-after",
          "clock-ahead",
          "sampling-rate-after",
          "uptime-wrap-after");
  private static final Set<String> WINDOW = Set.of("after", "for");

  private ScenarioFile() {}

  /**
   * @param place what to call the file in sentences
   * @throws IllegalArgumentException if something in it is wrong; the message names the field
   */
  static Scenario parse(String name, String place, String text) {
    ScenarioFields fields = new ScenarioFields(place, yaml(place, text), FIELDS);
    return new Scenario(
        name,
        fields.required("description"),
        fields.number("minutes", 10, 1, 1_000_000),
        plan(fields.part("export", EXPORT)),
        load(fields.part("traffic", TRAFFIC)),
        control(fields.part("control-plane", CONTROL)),
        faults(fields.part("faults", FAULTS)));
  }

  private static JsonNode yaml(String place, String text) {
    try {
      return JsonMapper.builder(new YAMLFactory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(place + " is no YAML: " + e.getOriginalMessage(), e);
    }
  }

  private static ExportPlan plan(ScenarioFields fields) {
    List<CachePolicy> caches =
        fields.list("caches", CACHE).stream()
            .map(
                cache ->
                    new CachePolicy(
                        cache.durationMs("active-timeout", 60_000),
                        cache.durationMs("inactive-timeout", 15_000),
                        cache.flag("cut-at-minutes")))
            .toList();
    return new ExportPlan(
        fields.one("format", ExportFormat.IPFIX, ExportFormat.values()),
        fields.number("sampling", 1, 1, 16_383),
        caches.isEmpty() ? ExportPlan.CUT_AT_MINUTES : caches,
        fields.flag("many-sightings"),
        fields.flag("nat-events"));
  }

  private static Scenario.Load load(ScenarioFields fields) {
    return new Scenario.Load(
        fields.decimal("sessions-per-eip-second", 0.5, 1_000),
        fields.share("long-share", 0.01),
        fields.share("between-ours", 0.04),
        fields.share("between-regions", 0),
        fields.flag("weekly-rhythm"),
        !fields.flag("steady"),
        window(fields.part("silence", WINDOW)),
        new Scenario.Occasions(
            fields.decimal("flash-crowds-per-minute", 0, 1_000),
            fields.decimal("attacks-per-minute", 0, 1_000),
            fields.decimal("port-scans-per-minute", 0, 1_000),
            fields.decimal("noise-per-eip-minute", 0, 1_000)));
  }

  private static Scenario.Window window(ScenarioFields fields) {
    long fromMs = fields.durationMs("after", 0);
    return new Scenario.Window(fromMs, fromMs + fields.durationMs("for", 0));
  }

  private static Scenario.Control control(ScenarioFields fields) {
    return new Scenario.Control(
        fields.flag("customers"),
        fields.decimal("changes-per-eip-minute", 0.02, 60),
        fields.durationMs("statements-late", 0),
        fields.flag("capped"),
        new Scenario.Bandwidths(
            fields.share("shared-part", 0),
            fields.decimal("bandwidth-changes-per-minute", 0, 60_000)),
        fields.share("ipv6-part", 0.2),
        nats(fields.part("nat-gateways", NATS)));
  }

  private static Scenario.Nats nats(ScenarioFields fields) {
    return new Scenario.Nats(
        fields.number("eips-each", 1, 1, 20),
        fields.share("dnat-part", 0),
        fields.share("own-eip-part", 0));
  }

  private static Faults faults(ScenarioFields fields) {
    Scenario.Window templatesLost = window(fields.part("templates-lost", WINDOW));
    return new Faults(
        new Faults.Line(
            fields.share("lost", 0),
            fields.share("doubled", 0),
            fields.share("reordered", 0),
            fields.durationMs("late", 0),
            templatesLost.fromMs(),
            templatesLost.toMs()),
        new Faults.Device(
            fields.wholeSecondsMs("restart-after"),
            fields.wholeSecondsMs("sequence-reset-after"),
            fields.wholeSecondsMs("layout-change-after"),
            fields.durationMs("templates-after", 0),
            fields.wholeSecondsMs("clock-ahead"),
            fields.durationMs("sampling-rate-after", 0),
            fields.durationMs("uptime-wrap-after", 0)));
  }
}
