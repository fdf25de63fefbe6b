package io.eipmeter.sim.world.cloud;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All rows, and an agenda of what time alone will change. Rows in it are never altered. */
public final class State {
  private final Map<Kind<?>, TreeMap<String, Row>> rows = new HashMap<>();
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

  public State() {
    Kind.ALL.forEach(kind -> rows.put(kind, new TreeMap<>()));
  }

  public <R extends Row> @Nullable R find(Kind<R> kind, String key) {
    return kind.type().cast(table(kind).get(key));
  }

  public void apply(Change change) {
    TreeMap<String, Row> table = table(change.kind());
    Row before = table.get(change.key());
    if (before != null && before.dueMs() != Long.MAX_VALUE) {
      agenda.remove(new Due(before.dueMs(), change.kind().name(), change.key()));
    }
    Row row = change.row();
    if (row == null) {
      table.remove(change.key());
      return;
    }
    table.put(change.key(), row);
    if (row.dueMs() != Long.MAX_VALUE) {
      agenda.add(new Due(row.dueMs(), change.kind().name(), change.key()));
    }
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
