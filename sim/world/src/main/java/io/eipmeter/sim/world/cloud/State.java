package io.eipmeter.sim.world.cloud;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All rows, what they are found by, and an agenda of what time alone will change. Rows in it are
 * never altered.
 */
public final class State {
  private final Map<Kind<?>, TreeMap<String, Row>> rows = new HashMap<>();
  private final Map<Index<?>, TreeMap<Posting, Row>> indexes = new HashMap<>();
  private final TreeSet<Due> agenda = new TreeSet<>();

  /** A row and when time changes it. */
  record Due(long atMs, String kind, String key) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(atMs, other.atMs);
      int byKind = byTime != 0 ? byTime : kind.compareTo(other.kind);
      return byKind != 0 ? byKind : key.compareTo(other.key);
    }
  }

  /** That the row of this key has this value. */
  private record Posting(String value, String key) implements Comparable<Posting> {
    @Override
    public int compareTo(Posting other) {
      int byValue = value.compareTo(other.value);
      return byValue != 0 ? byValue : key.compareTo(other.key);
    }
  }

  public State() {
    for (Kind<?> kind : Kind.ALL) {
      rows.put(kind, new TreeMap<>());
      Index.of(kind).forEach(index -> indexes.put(index, new TreeMap<>()));
    }
  }

  public <R extends Row> @Nullable R find(Kind<R> kind, String key) {
    return kind.type().cast(table(kind).get(key));
  }

  /** All rows of a kind, as if they came into being now. */
  public Stream<Change> rows(Kind<?> kind) {
    return table(kind).entrySet().stream()
        .map(row -> new Change(kind, row.getKey(), row.getValue()));
  }

  public void apply(Change change) {
    TreeMap<String, Row> table = table(change.kind());
    Row before = table.get(change.key());
    if (before != null) {
      withdraw(change.kind(), change.key(), before);
    }
    Row row = change.row();
    if (row == null) {
      table.remove(change.key());
      return;
    }
    table.put(change.key(), row);
    for (Index<?> index : Index.of(change.kind())) {
      for (String value : index.valuesOf(row)) {
        postings(index).put(new Posting(value, change.key()), row);
      }
    }
    if (row.dueMs() != Long.MAX_VALUE) {
      agenda.add(new Due(row.dueMs(), change.kind().name(), change.key()));
    }
  }

  private void withdraw(Kind<?> kind, String key, Row row) {
    if (row.dueMs() != Long.MAX_VALUE) {
      agenda.remove(new Due(row.dueMs(), kind.name(), key));
    }
    for (Index<?> index : Index.of(kind)) {
      for (String value : index.valuesOf(row)) {
        postings(index).remove(new Posting(value, key));
      }
    }
  }

  /** Key and row of all that have this value, in the order of their keys. */
  <R extends Row> Stream<Map.Entry<String, R>> having(Index<R> index, String value) {
    return postings(index)
        .subMap(new Posting(value, ""), new Posting(value + '\0', ""))
        .entrySet()
        .stream()
        .map(each -> Map.entry(each.getKey().key(), index.kind().type().cast(each.getValue())));
  }

  private TreeMap<Posting, Row> postings(Index<?> index) {
    TreeMap<Posting, Row> postings = indexes.get(index);
    if (postings == null) {
      throw new IllegalStateException("no index of " + index.kind());
    }
    return postings;
  }

  /** What comes next by time alone, or null. */
  @Nullable Due next() {
    return agenda.isEmpty() ? null : agenda.first();
  }

  TreeMap<String, Row> table(Kind<?> kind) {
    TreeMap<String, Row> table = rows.get(kind);
    if (table == null) {
      throw new IllegalStateException("no table " + kind);
    }
    return table;
  }
}
