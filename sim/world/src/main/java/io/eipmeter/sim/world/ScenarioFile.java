package io.eipmeter.sim.world;

import io.eipmeter.schemas.files.BadFieldException;
import io.eipmeter.schemas.files.YamlFile;
import io.eipmeter.sim.world.export.ExportFormat;
import io.eipmeter.sim.world.export.Faults;
import io.eipmeter.sim.world.gateway.CachePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A scenario as YAML. Every field but the description has a default; README.md lists them. */
final class ScenarioFile {
  private static final YamlFile<ScenarioText> FILE = YamlFile.of("scenario", ScenarioText.class);

  private ScenarioFile() {}

  /**
   * @param place what to call the file in sentences
   * @throws io.eipmeter.schemas.files.BadFileException if something in it is wrong
   */
  static Scenario parse(String name, String place, String text) {
    return FILE.parse(place, text, file -> scenario(name, file));
  }

  private static Scenario scenario(String name, ScenarioText text) {
    return new Scenario(
        name,
        text.description().strip(),
        or(text.minutes(), 10),
        BadFieldException.at("/export", () -> plan(or(text.export(), ScenarioText.Export.USUAL))),
        BadFieldException.at(
            "/traffic", () -> load(or(text.traffic(), ScenarioText.Traffic.USUAL))),
        BadFieldException.at(
            "/control-plane", () -> control(or(text.controlPlane(), ScenarioText.Control.USUAL))),
        BadFieldException.at(
            "/faults", () -> faults(or(text.faults(), ScenarioText.Wrong.NOTHING))));
  }

  private static ExportPlan plan(ScenarioText.Export text) {
    List<ScenarioText.Cache> caches = or(text.caches(), List.of());
    return new ExportPlan(
        ExportFormat.valueOf(or(text.format(), "ipfix").toUpperCase(Locale.ROOT)),
        or(text.sampling(), 1),
        caches.isEmpty()
            ? ExportPlan.CUT_AT_MINUTES
            : caches.stream().map(ScenarioFile::cache).toList(),
        or(text.manySightings(), false),
        or(text.natEvents(), false));
  }

  private static CachePolicy cache(ScenarioText.Cache text) {
    return new CachePolicy(
        ms("/caches", text.activeTimeout(), 60_000),
        ms("/caches", text.inactiveTimeout(), 15_000),
        or(text.cutAtMinutes(), false));
  }

  private static Scenario.Load load(ScenarioText.Traffic text) {
    return new Scenario.Load(
        or(text.sessionsPerEipSecond(), 0.5),
        or(text.longShare(), 0.01),
        or(text.betweenOurs(), 0.04),
        or(text.betweenRegions(), 0.0),
        or(text.weeklyRhythm(), false),
        !or(text.steady(), false),
        BadFieldException.at("/silence", () -> window(text.silence())),
        new Scenario.Occasions(
            or(text.flashCrowdsPerMinute(), 0.0),
            or(text.attacksPerMinute(), 0.0),
            or(text.portScansPerMinute(), 0.0),
            or(text.noisePerEipMinute(), 0.0)));
  }

  private static Scenario.Window window(ScenarioText.@Nullable Window text) {
    ScenarioText.Window window = or(text, ScenarioText.Window.NEVER);
    long fromMs = ms("/after", window.after(), 0);
    return new Scenario.Window(fromMs, fromMs + ms("/for", window.length(), 0));
  }

  private static Scenario.Control control(ScenarioText.Control text) {
    ScenarioText.Nats nats = or(text.natGateways(), ScenarioText.Nats.USUAL);
    return new Scenario.Control(
        or(text.customers(), false),
        or(text.changesPerEipMinute(), 0.02),
        ms("/statements-late", text.statementsLate(), 0),
        or(text.capped(), false),
        new Scenario.Bandwidths(
            or(text.sharedPart(), 0.0), or(text.bandwidthChangesPerMinute(), 0.0)),
        or(text.ipv6Part(), 0.2),
        new Scenario.Nats(
            or(nats.eipsEach(), 1), or(nats.dnatPart(), 0.0), or(nats.ownEipPart(), 0.0)));
  }

  private static Faults faults(ScenarioText.Wrong text) {
    Scenario.Window templatesLost =
        BadFieldException.at("/templates-lost", () -> window(text.templatesLost()));
    return new Faults(
        new Faults.Line(
            or(text.lost(), 0.0),
            or(text.doubled(), 0.0),
            or(text.reordered(), 0.0),
            ms("/late", text.late(), 0),
            templatesLost.fromMs(),
            templatesLost.toMs()),
        new Faults.Device(
            wholeSecondsMs("/restart-after", text.restartAfter()),
            wholeSecondsMs("/sequence-reset-after", text.sequenceResetAfter()),
            wholeSecondsMs("/layout-change-after", text.layoutChangeAfter()),
            ms("/templates-after", text.templatesAfter(), 0),
            wholeSecondsMs("/clock-ahead", text.clockAhead()),
            ms("/sampling-rate-after", text.samplingRateAfter(), 0),
            ms("/uptime-wrap-after", text.uptimeWrapAfter(), 0)));
  }

  private static <T> T or(@Nullable T value, T usual) {
    return value == null ? usual : value;
  }

  /** A duration of zero or more, milliseconds. */
  private static long ms(String pointer, @Nullable Duration duration, long usualMs) {
    if (duration != null && duration.isNegative()) {
      throw new BadFieldException(pointer, "must not be negative, was '" + duration + "'");
    }
    return duration == null ? usualMs : duration.toMillis();
  }

  /** A duration of whole seconds or, where that is allowed, before rather than after. */
  private static long wholeSecondsMs(String pointer, @Nullable Duration duration) {
    long ms = duration == null ? 0 : duration.toMillis();
    if (ms % 1_000 != 0) {
      throw new BadFieldException(pointer, "must be whole seconds, was '" + duration + "'");
    }
    return ms;
  }
}
