package io.eipmeter.jobs.tables;

import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** From all topics into ClickHouse. */
public final class TablesJob {
  private TablesJob() {}

  public static void main(String[] args) throws Exception {
    JobConfig config = JobConfig.load(args, TablesOptions.class);
    StreamExecutionEnvironment env = JobEnvironment.create(config);
    TablesTopology.attach(env, TablesIo.kafka(config));
    JobEnvironment.execute(env, config, "tables");
  }
}
