package io.eipmeter.sim.world;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario's file says, key by key: {@code files/scenario.schema.json}, which has the units
 * and the defaults. What is left out is null.
 */
@JsonNaming(KebabCaseStrategy.class)
record ScenarioText(
    String description,
    @Nullable Integer minutes,
    @Nullable Export export,
    @Nullable Traffic traffic,
    @Nullable Control controlPlane,
    @Nullable Wrong faults) {
  /** How the gateways meter and export. */
  @JsonNaming(KebabCaseStrategy.class)
  record Export(
      @Nullable String format,
      @Nullable Integer sampling,
      @Nullable List<Cache> caches,
      @Nullable Boolean manySightings,
      @Nullable Boolean natEvents) {
    static final Export USUAL = new Export(null, null, null, null, null);
  }

  /** When a flow cache gives a record out. */
  @JsonNaming(KebabCaseStrategy.class)
  record Cache(
      @Nullable Duration activeTimeout,
      @Nullable Duration inactiveTimeout,
      @Nullable Boolean cutAtMinutes) {}

  /** How much traffic there is. */
  @JsonNaming(KebabCaseStrategy.class)
  record Traffic(
      @Nullable Double sessionsPerEipSecond,
      @Nullable Double longShare,
      @Nullable Double betweenOurs,
      @Nullable Double betweenRegions,
      @Nullable Boolean weeklyRhythm,
      @Nullable Boolean steady,
      @Nullable Window silence,
      @Nullable Double flashCrowdsPerMinute,
      @Nullable Double attacksPerMinute,
      @Nullable Double portScansPerMinute,
      @Nullable Double noisePerEipMinute) {
    static final Traffic USUAL =
        new Traffic(null, null, null, null, null, null, null, null, null, null, null);
  }

  /** A part of the run. */
  @JsonNaming(KebabCaseStrategy.class)
  record Window(@Nullable Duration after, @JsonProperty("for") @Nullable Duration length) {
    static final Window NEVER = new Window(null, null);
  }

  /** What the control plane does meanwhile. */
  @JsonNaming(KebabCaseStrategy.class)
  record Control(
      @Nullable Boolean customers,
      @Nullable Double changesPerEipMinute,
      @Nullable Duration statementsLate,
      @Nullable Boolean capped,
      @Nullable Double sharedPart,
      @Nullable Double bandwidthChangesPerMinute,
      @Nullable Double ipv6Part,
      @Nullable Nats natGateways) {
    static final Control USUAL = new Control(null, null, null, null, null, null, null, null);
  }

  /** What NAT gateways have. */
  @JsonNaming(KebabCaseStrategy.class)
  record Nats(@Nullable Integer eipsEach, @Nullable Double dnatPart, @Nullable Double ownEipPart) {
    static final Nats USUAL = new Nats(null, null, null);
  }

  /** What goes wrong on the way. */
  @JsonNaming(KebabCaseStrategy.class)
  record Wrong(
      @Nullable Double lost,
      @Nullable Double doubled,
      @Nullable Double reordered,
      @Nullable Duration late,
      @Nullable Window templatesLost,
      @Nullable Duration restartAfter,
      @Nullable Duration sequenceResetAfter,
      @Nullable Duration layoutChangeAfter,
      @Nullable Duration templatesAfter,
      @Nullable Duration clockAhead,
      @Nullable Duration samplingRateAfter,
      @Nullable Duration uptimeWrapAfter) {
    static final Wrong NOTHING =
        new Wrong(null, null, null, null, null, null, null, null, null, null, null, null);
  }
}
