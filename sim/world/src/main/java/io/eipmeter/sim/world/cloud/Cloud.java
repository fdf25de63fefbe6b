package io.eipmeter.sim.world.cloud;

import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.world.Dice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The control plane: a deterministic machine. State, seed, calls and their times decide every
 * answer, id and event. What a call changes is written to the journal before it holds. One call at
 * a time.
 */
public final class Cloud {
  private static final String ONE = "one";

  /** Of all accounts, for the history; Kafka and ClickHouse have the others. */
  private static final int KEPT_OPERATIONS = 10_000;

  private final State state;
  private final Journal journal;
  private final Rules rules;
  private final long seed;
  private final RequestRates rates = new RequestRates();

  public Cloud(State state, Journal journal, Rules rules, long seed) {
    this.state = state;
    this.journal = journal;
    this.rules = rules;
    this.seed = seed;
  }

  /** Does what was due until then, each thing at its own time. */
  public synchronized void passTime(long nowMs) {
    for (State.Due due = state.next(); due != null && due.atMs() <= nowMs; due = state.next()) {
      Draft draft = draft(Math.max(due.atMs(), meta().nowMs), "time");
      Passing.step(draft, due);
      commit(draft, null);
    }
  }

  /** When time alone changes something next; {@link Long#MAX_VALUE}: never. */
  public synchronized long nextDueMs() {
    State.Due due = state.next();
    return due == null ? Long.MAX_VALUE : due.atMs();
  }

  /** Answers a call; a refused one changes nothing, but it is recorded. */
  public synchronized Answer call(Call call, long wallMs) {
    long nowMs = Math.max(wallMs, meta().nowMs);
    passTime(nowMs);
    Draft draft = draft(nowMs, "call");
    Operations.@Nullable Operation operation = Operations.find(call.action());
    try {
      Map<String, Object> body = run(operation, call, draft);
      if (operation != null && operation.writes()) {
        commit(draft, record(call, draft, null));
      }
      return new Answer(body, null);
    } catch (ApiException e) {
      Draft nothing = draft(nowMs, "refused");
      draft.eipIds().forEach(nothing::concerns);
      if (operation != null && operation.writes()) {
        commit(nothing, record(call, nothing, e));
      }
      return new Answer(Map.of(), e);
    }
  }

  private Map<String, Object> run(Operations.@Nullable Operation operation, Call call, Draft draft)
      throws ApiException {
    if (operation == null) {
      throw new ApiException(
          ErrorCode.INVALID_ACTION, "Specified api is not found: " + call.action() + ".");
    }
    if (operation.operatorOnly() && !call.caller().operator()) {
      throw new ApiException(ErrorCode.NO_PERMISSION, call.action() + " is the operator's.");
    }
    rates.check(call, draft.nowMs());
    String token = call.parameters().getOrDefault("ClientToken", "");
    if (token.isEmpty() || !operation.writes()) {
      return operation.handler().run(draft, call.caller(), new Parameters(call.parameters()));
    }
    return once(operation, call, draft, token);
  }

  /** A call with a token that was answered before gets the same answer and does nothing. */
  private static Map<String, Object> once(
      Operations.Operation operation, Call call, Draft draft, String token) throws ApiException {
    if (token.length() > 64 || !token.chars().allMatch(letter -> letter > 31 && letter < 127)) {
      throw ApiException.invalid("ClientToken", "at most 64 ASCII characters.");
    }
    String key = call.caller().account() + " " + call.action() + " " + token;
    String parameters = new TreeMap<>(call.parameters()).toString();
    Rows.Token before = draft.find(Kind.TOKEN, key);
    if (before != null) {
      if (!before.parameters.equals(parameters)) {
        throw new ApiException(
            ErrorCode.TOKEN_MISMATCH, "The ClientToken was used with other parameters.");
      }
      return before.answer;
    }
    Map<String, Object> body =
        operation.handler().run(draft, call.caller(), new Parameters(call.parameters()));
    Rows.Token used = new Rows.Token();
    used.parameters = parameters;
    used.answer = body;
    used.forgottenAtMs = draft.nowMs() + Rules.TOKEN_LIFE.toMillis();
    draft.put(Kind.TOKEN, key, used);
    return body;
  }

  /** Everybody's pools for a first start; afterwards the operator's commands decide. */
  public synchronized void foundPools(List<Rows.PoolRow> pools, long nowMs) {
    Draft draft = draft(Math.max(nowMs, meta().nowMs), "pools");
    for (Rows.PoolRow pool : pools) {
      draft.put(Kind.POOL, pool.id, pool);
    }
    commit(draft, null);
  }

  /** Whether nothing was ever done. */
  public synchronized boolean isNew() {
    return meta().sequence == 0;
  }

  private Draft draft(long nowMs, String stream) {
    return new Draft(state, nowMs, new Dice(seed, stream + " " + meta().sequence), rules);
  }

  private Rows.Meta meta() {
    Rows.Meta meta = state.find(Kind.META, ONE);
    return meta == null ? new Rows.Meta() : meta;
  }

  private static Rows.Operation record(Call call, Draft draft, @Nullable ApiException refusal) {
    Rows.Operation operation = new Rows.Operation();
    operation.requestId = call.requestId();
    operation.atMs = draft.nowMs();
    operation.account = call.caller().account();
    operation.accessKeyId = call.caller().accessKeyId();
    operation.action = call.action();
    operation.parameters = Map.copyOf(call.parameters());
    operation.outcome = refusal == null ? "OK" : refusal.code().code();
    operation.message = refusal == null ? "" : String.valueOf(refusal.getMessage());
    operation.httpStatus = refusal == null ? 200 : refusal.code().httpStatus();
    operation.source = call.caller().source();
    operation.userAgent = call.caller().userAgent();
    operation.eipIds = draft.eipIds();
    return operation;
  }

  private void commit(Draft draft, Rows.@Nullable Operation operation) {
    List<EipEvent> events = Statements.of(draft);
    Rows.Meta meta = new Rows.Meta();
    meta.sequence = meta().sequence + 1;
    meta.nowMs = draft.nowMs();
    draft.put(Kind.META, ONE, meta);
    if (operation != null) {
      draft.put(Kind.OPERATION, String.format(Locale.ROOT, "%016d", meta.sequence), operation);
      if (state.table(Kind.OPERATION).size() >= KEPT_OPERATIONS) {
        draft.remove(Kind.OPERATION, state.table(Kind.OPERATION).firstKey());
      }
    }
    List<Change> changes = draft.changes();
    journal.commit(changes, events, operation);
    changes.forEach(state::apply);
  }
}
