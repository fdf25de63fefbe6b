package io.eipmeter.sim.world.cloud;

import io.eipmeter.sim.world.Dice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a call would change. The state stays as it is until the draft is taken, so a call that fails
 * half-way has done nothing.
 */
final class Draft {
  private final State state;
  private final long nowMs;
  private final Dice dice;
  private final Rules rules;
  private final Map<Kind<?>, TreeMap<String, @Nullable Row>> edits = new HashMap<>();
  private final Set<String> eipIds = new LinkedHashSet<>();

  Draft(State state, long nowMs, Dice dice, Rules rules) {
    this.state = state;
    this.nowMs = nowMs;
    this.dice = dice;
    this.rules = rules;
  }

  long nowMs() {
    return nowMs;
  }

  Dice dice() {
    return dice;
  }

  Rules rules() {
    return rules;
  }

  State before() {
    return state;
  }

  /** The row as the draft has it; not to be altered. */
  <R extends Row> @Nullable R find(Kind<R> kind, String key) {
    TreeMap<String, @Nullable Row> edited = edits.get(kind);
    if (edited != null && edited.containsKey(key)) {
      return kind.type().cast(edited.get(key));
    }
    return state.find(kind, key);
  }

  /** A copy of the row, which the draft keeps: to be altered. */
  <R extends Row> R edit(Kind<R> kind, String key) {
    TreeMap<String, @Nullable Row> edited = edits.get(kind);
    Row mine = edited == null ? null : edited.get(key);
    if (mine != null) {
      return kind.type().cast(mine);
    }
    R row = find(kind, key);
    if (row == null) {
      throw new IllegalStateException("no " + kind + " " + key);
    }
    return put(kind, key, kind.type().cast(row.copy()));
  }

  <R extends Row> R put(Kind<R> kind, String key, R row) {
    editsOf(kind).put(key, row);
    return row;
  }

  void remove(Kind<?> kind, String key) {
    editsOf(kind).put(key, null);
  }

  /** All rows in the order of their keys; not to be altered. */
  <R extends Row> Stream<R> all(Kind<R> kind) {
    TreeMap<String, @Nullable Row> edited = edits.get(kind);
    TreeMap<String, Row> table = state.table(kind);
    if (edited == null) {
      return table.values().stream().map(kind.type()::cast);
    }
    TreeMap<String, Row> merged = new TreeMap<>(table);
    edited.forEach(
        (key, row) -> {
          if (row == null) {
            merged.remove(key);
          } else {
            merged.put(key, row);
          }
        });
    return merged.values().stream().map(kind.type()::cast);
  }

  /**
   * All rows with this value; not to be altered. First those the draft leaves as they are, then
   * those it edited, each in the order of their keys.
   */
  <R extends Row> Stream<R> all(Index<R> index, String value) {
    TreeMap<String, @Nullable Row> edited = edits.get(index.kind());
    if (edited == null) {
      return state.having(index, value).map(Map.Entry::getValue);
    }
    // At once, not while the stream is read: who reads it may edit.
    List<R> found = new ArrayList<>();
    state
        .having(index, value)
        .filter(each -> !edited.containsKey(each.getKey()))
        .forEach(each -> found.add(each.getValue()));
    for (Row row : edited.values()) {
      if (row != null && index.valuesOf(row).contains(value)) {
        found.add(index.kind().type().cast(row));
      }
    }
    return found.stream();
  }

  Set<String> edited(Kind<?> kind) {
    TreeMap<String, @Nullable Row> edited = edits.get(kind);
    return edited == null ? Set.of() : edited.keySet();
  }

  /** Says that the call is about this EIP, for its operation record. */
  void concerns(String eipId) {
    eipIds.add(eipId);
  }

  List<String> eipIds() {
    return List.copyOf(eipIds);
  }

  boolean empty() {
    return edits.isEmpty();
  }

  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (Kind<?> kind : Kind.ALL) {
      TreeMap<String, @Nullable Row> edited = edits.get(kind);
      if (edited != null) {
        edited.forEach((key, row) -> changes.add(new Change(kind, key, row)));
      }
    }
    return changes;
  }

  /** An id as the provider's look: a prefix and twenty letters and digits. */
  String newId(String prefix) {
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < 20; i++) {
      id.append(Character.forDigit(dice.below(36), 36));
    }
    return id.toString();
  }

  private TreeMap<String, @Nullable Row> editsOf(Kind<?> kind) {
    return edits.computeIfAbsent(kind, any -> new TreeMap<>());
  }
}
