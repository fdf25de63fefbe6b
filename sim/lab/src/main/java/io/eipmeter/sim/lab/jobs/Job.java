package io.eipmeter.sim.lab.jobs;

import io.eipmeter.jobs.alerts.AlertsJob;
import io.eipmeter.jobs.alerts.AlertsOptions;
import io.eipmeter.jobs.bandwidth.BandwidthJob;
import io.eipmeter.jobs.bandwidth.BandwidthOptions;
import io.eipmeter.jobs.billing.BillingJob;
import io.eipmeter.jobs.billing.BillingOptions;
import io.eipmeter.jobs.idle.IdleJob;
import io.eipmeter.jobs.idle.IdleOptions;
import io.eipmeter.jobs.tables.TablesJob;
import io.eipmeter.jobs.tables.TablesOptions;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The Flink jobs, by the name of their command. */
public enum Job {
  BANDWIDTH(BandwidthJob::main, BandwidthOptions.class),
  BILLING(BillingJob::main, BillingOptions.class),
  IDLE(IdleJob::main, IdleOptions.class),
  TABLES(TablesJob::main, TablesOptions.class),
  ALERTS(AlertsJob::main, AlertsOptions.class);

  /** A job's main. */
  @FunctionalInterface
  public interface MainMethod {
    void run(String[] args) throws Exception;
  }

  private final MainMethod main;
  private final Class<?> options;

  Job(MainMethod main, Class<?> options) {
    this.main = main;
    this.options = options;
  }

  /**
   * What the lab tells the job.
   *
   * @param common settings of all jobs
   */
  public Map<String, String> settings(Map<String, String> common, ClickHouseTarget tables) {
    Map<String, String> settings = new TreeMap<>(common);
    switch (this) {
      case BANDWIDTH -> settings.put("from", "earliest");
      case BILLING -> settings.put("prices", "alibaba-cloud");
      case IDLE -> {
        settings.put("from", "earliest");
        settings.put("prices", "alibaba-cloud");
      }
      case ALERTS -> settings.put("from", "EARLIEST");
      case TABLES -> {
        settings.put("clickhouse.url", tables.url());
        settings.put("clickhouse.database", tables.database());
        settings.put("clickhouse.user", tables.user());
        settings.put("clickhouse.password", tables.password());
        settings.put("clickhouse.ca", tables.caFile());
      }
    }
    return settings;
  }

  /** All names, for a sentence. */
  public static String names() {
    return names(List.of(values()));
  }

  /** The same of some. */
  public static String names(List<Job> jobs) {
    return jobs.stream()
        .map(job -> job.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  public MainMethod main() {
    return main;
  }

  /** The class whose static fields are the job's own keys. */
  public Class<?> options() {
    return options;
  }
}
