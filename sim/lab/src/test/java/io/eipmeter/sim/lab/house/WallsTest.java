package io.eipmeter.sim.lab.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** The walls between the modules, and the names we do not use. */
@AnalyzeClasses(packages = "io.eipmeter", importOptions = ImportOption.DoNotIncludeTests.class)
final class WallsTest {
  @ArchTest
  static final ArchRule theDomainKnowsNoFlinkAndNoKafka =
      noClasses()
          .that()
          .resideInAPackage("io.eipmeter..domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "java.net.http..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theDomainKnowsNoClock =
      noClasses()
          .that()
          .resideInAPackage("io.eipmeter..domain..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class)
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyProgramsReadTheWallClock =
      noClasses()
          .that()
          .resideInAnyPackage("io.eipmeter.protocols..", "io.eipmeter.jobs..")
          .and()
          .resideOutsideOfPackage("io.eipmeter.jobs.tables..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule protocolsKnowNoFlinkAndNoKafka =
      noClasses()
          .that()
          .resideInAPackage("io.eipmeter.protocols..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..");

  @ArchTest
  static final ArchRule schemasKnowNobody =
      noClasses()
          .that()
          .resideInAPackage("io.eipmeter.schemas..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.eipmeter.protocols..",
              "io.eipmeter.collector..",
              "io.eipmeter.jobs..",
              "io.eipmeter.sim..");

  @ArchTest
  static final ArchRule theWorldKnowsNothingOfWhatItChecks =
      noClasses()
          .that()
          .resideInAPackage("io.eipmeter.sim.world..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.eipmeter.protocols..", "io.eipmeter.collector..", "io.eipmeter.jobs..");

  @ArchTest
  static final ArchRule jobsAndIngestKnowNothingOfTheSimulator =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.eipmeter.protocols..", "io.eipmeter.collector..", "io.eipmeter.jobs..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.eipmeter.sim..");

  @ArchTest
  static final ArchRule theCollectorAndTheJobsMeetOnlyInKafka =
      noClasses()
          .that()
          .resideInAPackage("io.eipmeter.collector..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.eipmeter.jobs..", "org.apache.flink..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule jobsDoNotImportEachOther =
      slices()
          .matching("io.eipmeter.jobs.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              DescribedPredicate.alwaysTrue(),
              JavaClass.Predicates.resideInAnyPackage(
                  "io.eipmeter.jobs.runtime..",
                  "io.eipmeter.jobs.log..",
                  // The rater is no job: it runs in one, and in commands.
                  "io.eipmeter.jobs.rating.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule runtimeAndLogKnowNoJob =
      noClasses()
          .that()
          .resideInAnyPackage("io.eipmeter.jobs.runtime..", "io.eipmeter.jobs.log..")
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAPackage("io.eipmeter.jobs..")
                  .and(
                      JavaClass.Predicates.resideOutsideOfPackages(
                          "io.eipmeter.jobs.runtime..", "io.eipmeter.jobs.log..")));

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.eipmeter.schemas.v1..")
          .should()
          .haveNameMatching(".*(Utils?|Manager|Impl|Helper|Common)");

  @ArchTest
  static final ArchRule noGetPrefix =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("io.eipmeter.schemas.v1..")
          .and(DescribedPredicate.describe("are our own", WallsTest::isOurOwn))
          .should()
          .haveNameNotMatching("get[A-Z].*");

  /** Not one that a type of somebody else asks for. */
  private static boolean isOurOwn(JavaMethod method) {
    return Stream.concat(
            method.getOwner().getAllRawSuperclasses().stream(),
            method.getOwner().getAllRawInterfaces().stream())
        .filter(type -> !type.getPackageName().startsWith("io.eipmeter"))
        .flatMap(type -> type.getMethods().stream())
        .noneMatch(inherited -> inherited.getName().equals(method.getName()));
  }
}
