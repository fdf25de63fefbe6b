package io.eipmeter.sim.world.api;

import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teaopenapi.models.OpenApiRequest;
import com.aliyun.teaopenapi.models.Params;
import com.aliyun.teautil.models.RuntimeOptions;
import com.aliyun.vpc20160428.Client;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** The provider's SDK, unchanged, but what it called and was answered is kept. */
final class RecordedSdk extends Client {
  private static final Set<String> ANSWERED = new ConcurrentSkipListSet<>();
  private static final Set<String> REFUSALS = new ConcurrentSkipListSet<>();

  RecordedSdk(Config config) throws Exception {
    super(config);
  }

  /** The operations that gave an answer other than a refusal, in this process. */
  static Set<String> answered() {
    return Set.copyOf(ANSWERED);
  }

  /** The codes of the refusals, in this process. */
  static Set<String> refusals() {
    return Set.copyOf(REFUSALS);
  }

  /** A refusal that the SDK cannot be made to provoke: of a request by hand. */
  static void refusedByHand(String code) {
    REFUSALS.add(code);
  }

  /** Every method of the SDK ends here. */
  @Override
  public Map<String, ?> callApi(Params params, OpenApiRequest request, RuntimeOptions runtime)
      throws Exception {
    try {
      Map<String, ?> answer = super.callApi(params, request, runtime);
      ANSWERED.add(params.action);
      return answer;
    } catch (TeaException e) {
      REFUSALS.add(e.getCode());
      throw e;
    }
  }
}
