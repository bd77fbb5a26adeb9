package io.mbmpo.launch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.stream.Stream;

/** Holds all rooms to the import table of docs/map.md. */
@AnalyzeClasses(
    packages = "io.mbmpo",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class RoomsTest {
  private static final List<String> ROOMS =
      List.of("robotconfigs", "link", "controller", "learner", "sim", "launch");

  @ArchTest
  static void everyRoomIsLookedAt(JavaClasses found) {
    for (String room : ROOMS) {
      assertThat(found).anyMatch(c -> c.getPackageName().startsWith("io.mbmpo." + room));
    }
    assertThat(found)
        .allMatch(c -> ROOMS.stream().anyMatch(r -> c.getName().startsWith("io.mbmpo." + r + ".")));
  }

  @ArchTest static final ArchRule robotConfigsUsesNoOtherRoom = usesOnly("robotconfigs");

  @ArchTest static final ArchRule linkUsesRobotConfigs = usesOnly("link", "robotconfigs");

  @ArchTest
  static final ArchRule controllerUsesRobotConfigsAndLink =
      usesOnly("controller", "robotconfigs", "link");

  @ArchTest
  static final ArchRule learnerUsesRobotConfigsAndLink =
      usesOnly("learner", "robotconfigs", "link");

  @ArchTest
  static final ArchRule simUsesRobotConfigsAndTheRobotPort =
      usesOnly("sim", "robotconfigs", "controller.port");

  @ArchTest
  static final ArchRule packagesOfARoomDoNotUseEachOtherInCircles =
      slices().matching("io.mbmpo.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyLaunchPrints =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.mbmpo.launch..")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
          .because("rooms log by slf4j; what a person sees is launch's business");

  @ArchTest
  static final ArchRule nothingDeserializesObjects =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream")
          .because("bytes from outside must not choose which code runs");

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      classes()
          .that()
          .resideOutsideOfPackage("io.mbmpo.link.wire..")
          .should()
          .haveNameNotMatching(".*(Utils?|Manager|Helper|Impl)(\\$.*)?$");

  private static ArchRule usesOnly(String room, String... others) {
    String[] forbidden =
        ROOMS.stream()
            .filter(other -> !other.equals(room) && !List.of(others).contains(other))
            .flatMap(
                other ->
                    List.of(others).contains(other + ".port")
                        ? Stream.of("io.mbmpo." + other)
                        : Stream.of("io.mbmpo." + other + ".."))
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("io.mbmpo." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .because(room + " may use only " + List.of(others) + " (docs/map.md)")
        .allowEmptyShould(true);
  }
}
