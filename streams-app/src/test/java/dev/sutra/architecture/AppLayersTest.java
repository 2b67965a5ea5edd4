package dev.sutra.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.sutra.app.Main;

/** Which package of the app may depend on which. */
@AnalyzeClasses(packages = "dev.sutra.app", importOptions = DoNotIncludeTests.class)
class AppLayersTest {
  @ArchTest
  static final ArchRule apiKnowsNeitherHttpNorKafka =
      noClasses()
          .that()
          .resideInAPackage("dev.sutra.app.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.eclipse.jetty..",
              "dev.sutra.kafka..",
              "dev.sutra.app.rest..",
              "dev.sutra.app.service..",
              "dev.sutra.app.server..",
              "dev.sutra.app.topology..",
              "dev.sutra.app.registry..",
              "dev.sutra.app.cli..",
              "dev.sutra.app.demo..");

  @ArchTest
  static final ArchRule jsonKnowsNoHttp =
      noClasses()
          .that()
          .resideInAPackage("dev.sutra.app.rest.json..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jetty..", "dev.sutra.app.rest.http..");

  @ArchTest
  static final ArchRule restKnowsNeitherTheStreamNorWhatIsAroundIt =
      noClasses()
          .that()
          .resideInAPackage("dev.sutra.app.rest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.streams..",
              "org.apache.kafka.clients..",
              "dev.sutra.kafka..",
              "dev.sutra.app.topology..",
              "dev.sutra.app.service..",
              "dev.sutra.app.server..",
              "dev.sutra.app.registry..",
              "dev.sutra.app.broker..",
              "dev.sutra.app.embed..",
              "dev.sutra.app.cli..",
              "dev.sutra.app.demo..");

  @ArchTest
  static final ArchRule topologyKnowsNoServer =
      noClasses()
          .that()
          .resideInAPackage("dev.sutra.app.topology..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.sutra.app.api..",
              "dev.sutra.app.rest..",
              "dev.sutra.app.service..",
              "dev.sutra.app.server..",
              "dev.sutra.app.cli..",
              "dev.sutra.app.demo..",
              "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule serviceKnowsNeitherServerNorCommands =
      noClasses()
          .that()
          .resideInAPackage("dev.sutra.app.service..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.sutra.app.rest..",
              "dev.sutra.app.server..",
              "dev.sutra.app.cli..",
              "dev.sutra.app.demo..",
              "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule whatIsUnderTheServerDoesNotKnowIt =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.sutra.app.auth..",
              "dev.sutra.app.broker..",
              "dev.sutra.app.embed..",
              "dev.sutra.app.message..",
              "dev.sutra.app.wordnet..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.sutra.app.api..",
              "dev.sutra.app.rest..",
              "dev.sutra.app.service..",
              "dev.sutra.app.server..",
              "dev.sutra.app.topology..",
              "dev.sutra.app.cli..",
              "dev.sutra.app.demo..");

  @ArchTest
  static final ArchRule registryKnowsOfTheServerOnlyHowToServeRoutes =
      noClasses()
          .that()
          .resideInAPackage("dev.sutra.app.registry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.sutra.app.api..",
              "dev.sutra.app.rest",
              "dev.sutra.app.service..",
              "dev.sutra.app.server..",
              "dev.sutra.app.topology..",
              "dev.sutra.app.cli..",
              "dev.sutra.app.demo..");

  @ArchTest
  static final ArchRule theServerIsKnownByServeAndDemoAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.sutra.app.server..", "dev.sutra.app.cli.serve..", "dev.sutra.app.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sutra.app.server..");

  @ArchTest
  static final ArchRule otherCommandsReachAnInstanceOverTheNetwork =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.sutra.app.cli", "dev.sutra.app.cli.client..", "dev.sutra.app.cli.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.sutra.app.rest..",
              "dev.sutra.app.service..",
              "dev.sutra.app.server..",
              "dev.sutra.app.topology..",
              "dev.sutra.app.broker..");

  @ArchTest
  static final ArchRule theDemoIsKnownByMainAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sutra.app.demo..")
          .and()
          .doNotHaveFullyQualifiedName(Main.class.getName())
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sutra.app.demo..");
}
