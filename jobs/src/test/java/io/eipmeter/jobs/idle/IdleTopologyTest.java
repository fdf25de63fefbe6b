package io.eipmeter.jobs.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.idle.domain.HoldingPrices;
import io.eipmeter.jobs.log.FollowerGraph;
import io.eipmeter.jobs.log.GoldenGraph;
import io.eipmeter.jobs.runtime.JobConfig;
import io.eipmeter.jobs.runtime.JobEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class IdleTopologyTest {
  /**
   * A uid, a name or an edge that changes makes savepoints unreadable: change the golden file
   * knowingly.
   */
  @Test
  void theGraphIsTheGoldenOne() throws Exception {
    JobConfig config =
        JobConfig.load(
            new String[] {"--kafka.bootstrap.servers", "nowhere:1", "--from", "earliest"},
            IdleOptions.class);
    StreamExecutionEnvironment env = JobEnvironment.create(config);
    IdleTopology.attach(
        env, FollowerGraph.io(), new IdleRules(IdleOptions.policy(config), HoldingPrices.NONE));
    assertThat(GoldenGraph.describe(env.getStreamGraph()))
        .isEqualTo(GoldenGraph.golden("idle-graph.txt"));
  }
}
