package io.eipmeter.dashboards;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many rows a query may read: twice those, in the time shown, of what it is made of. */
final class ReadBound {
  /** A granule of the tables at each end of what is read, in the order's two parts. */
  private static final long GRANULES = 4 * 2_048;

  private final URI clickHouse;

  ReadBound(URI clickHouse) {
    this.clickHouse = clickHouse;
  }

  long rows(String sql, Shown shown) throws Exception {
    boolean quarters = shown.toS() - shown.fromS() > 3 * 86_400;
    Map<String, String> rollups = new LinkedHashMap<>();
    rollups.put("FROM eip_usage(", quarters ? "eip_quarters quarter" : "eip_minutes minute");
    rollups.put("FROM exporter_minute", "exporter_minutes minute");
    rollups.put("FROM control_totals", "control_totals hour");
    // These lie by address in a month: 30 days are the most that can be asked of them here.
    rollups.put("FROM hour_charge", "hour_charges 0*hour");
    rollups.put("FROM charge_control", "charge_controls 0*hour");
    rollups.put("FROM finding", "findings 0*number");
    rollups.put("FROM alerts", "alerts 0*period");
    long rows = 0;
    for (Map.Entry<String, String> rollup : rollups.entrySet()) {
      if (sql.contains(rollup.getKey())) {
        String[] table = rollup.getValue().split(" ", -1);
        boolean whole = table[1].startsWith("0*");
        rows +=
            count(
                new Macros(shown)
                    .expand(
                        "SELECT count() FROM "
                            + table[0]
                            + (whole ? "" : " WHERE $__timeFilter(" + table[1] + ")")));
      }
    }
    if (sql.contains("FROM eip_owner")) {
      rows += count("SELECT count() FROM eip_events");
    }
    return 2 * rows + GRANULES;
  }

  private long count(String sql) throws Exception {
    return Long.parseLong(Answer.of(clickHouse, sql).rows().get(0).get(0));
  }
}
