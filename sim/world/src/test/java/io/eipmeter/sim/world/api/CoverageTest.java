package io.eipmeter.sim.world.api;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import com.aliyun.vpc20160428.Client;
import io.eipmeter.sim.world.cloud.ErrorCode;
import io.eipmeter.sim.world.cloud.OperationNames;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Whatever the control plane can do or refuse, a test beside this one makes the provider's SDK meet
 * it. They run here once more, for what the SDK was answered is known in their process only.
 */
class CoverageTest {
  /** Of the mission: what a first control plane needs. */
  private static final List<String> PROMISED =
      List.of(
          "AllocateEipAddress",
          "AllocateEipAddressPro",
          "ReleaseEipAddress",
          "AssociateEipAddress",
          "UnassociateEipAddress",
          "ModifyEipAddressAttribute",
          "DescribeEipAddresses",
          "AllocateEipSegmentAddress",
          "ReleaseEipSegmentAddress",
          "DescribeEipSegment",
          "CreateCommonBandwidthPackage",
          "AddCommonBandwidthPackageIp",
          "RemoveCommonBandwidthPackageIp",
          "ModifyCommonBandwidthPackageSpec",
          "DescribeCommonBandwidthPackages",
          "CreateSnatEntry",
          "DeleteSnatEntry",
          "CreateForwardEntry",
          "DeleteForwardEntry");

  @BeforeAll
  static void runTheTestsOfTheApi() {
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectPackage(CoverageTest.class.getPackageName()))
            .filters(
                includeClassNamePatterns(".*Test"),
                excludeClassNamePatterns(Pattern.quote(CoverageTest.class.getName())))
            .build();
    var summary = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, summary);
    assertThat(summary.getSummary().getTestsSucceededCount()).isPositive();
    assertThat(summary.getSummary().getFailures()).isEmpty();
  }

  @Test
  void everyErrorCodeIsMetByTheSdk() {
    assertThat(RecordedSdk.refusals())
        .containsAll(Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList());
  }

  /** What DescribeEipMonitorData answers from the tables is seen where there are tables. */
  @Test
  void everyOperationThatTheSdkKnowsIsAnsweredToIt() {
    Set<String> operations = new TreeSet<>(OperationNames.all());
    assertThat(operations).containsAll(PROMISED);
    Set<String> methods =
        Arrays.stream(Client.class.getMethods()).map(Method::getName).collect(toSet());
    operations.removeIf(
        name ->
            !methods.contains(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1)));
    assertThat(operations).containsAll(PROMISED);
    assertThat(RecordedSdk.answered()).containsAll(operations);
  }
}
