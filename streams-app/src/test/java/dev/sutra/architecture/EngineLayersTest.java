package dev.sutra.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** Which package of the engine may depend on which. */
@AnalyzeClasses(packages = "dev.sutra", importOptions = DoNotIncludeTests.class)
class EngineLayersTest {
  @ArchTest
  static final ArchRule packagesDependInOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("memory")
          .definedBy("dev.sutra.memory..")
          .layer("io")
          .definedBy("dev.sutra.io..")
          .layer("record")
          .definedBy("dev.sutra.record..")
          .layer("wal")
          .definedBy("dev.sutra.wal..")
          .layer("text")
          .definedBy("dev.sutra.text..")
          .layer("vector")
          .definedBy("dev.sutra.vector..")
          .layer("time")
          .definedBy("dev.sutra.time..")
          .layer("attribute")
          .definedBy("dev.sutra.attribute..")
          .layer("segment")
          .definedBy("dev.sutra.segment..")
          .layer("memtable")
          .definedBy("dev.sutra.memtable..")
          .layer("manifest")
          .definedBy("dev.sutra.manifest..")
          .layer("lsm")
          .definedBy("dev.sutra.lsm..")
          .layer("engine")
          .definedBy("dev.sutra.engine..")
          .layer("standing")
          .definedBy("dev.sutra.standing..")
          .layer("kafka")
          .definedBy("dev.sutra.kafka..")
          .whereLayer("memory")
          .mayNotAccessAnyLayer()
          .whereLayer("memory")
          .mayOnlyBeAccessedByLayers("lsm", "engine", "kafka")
          .whereLayer("io")
          .mayNotAccessAnyLayer()
          .whereLayer("record")
          .mayOnlyAccessLayers("io")
          .whereLayer("wal")
          .mayOnlyAccessLayers("io", "record")
          .whereLayer("text")
          .mayOnlyAccessLayers("io", "record")
          .whereLayer("vector")
          .mayOnlyAccessLayers("io", "record")
          .whereLayer("time")
          .mayOnlyAccessLayers("io", "record")
          .whereLayer("attribute")
          .mayOnlyAccessLayers("io", "record")
          .whereLayer("segment")
          .mayOnlyAccessLayers("io", "record", "text", "vector", "time", "attribute")
          .whereLayer("memtable")
          .mayOnlyAccessLayers("io", "record", "segment", "text", "vector", "time")
          .whereLayer("manifest")
          .mayOnlyAccessLayers("io", "record", "wal", "segment", "text", "vector", "time")
          .whereLayer("kafka")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("standing")
          .mayOnlyBeAccessedByLayers("kafka")
          .whereLayer("standing")
          .mayOnlyAccessLayers("engine", "record", "text", "vector")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("standing", "kafka")
          .whereLayer("lsm")
          .mayOnlyBeAccessedByLayers("engine")
          .whereLayer("manifest")
          .mayOnlyBeAccessedByLayers("lsm", "engine");

  @ArchTest
  static void roomsOfAPackageDependInOneDirection(JavaClasses classes) {
    ordered(
        classes,
        "dev.sutra.lsm.core",
        "dev.sutra.lsm.version",
        "dev.sutra.lsm.read",
        "dev.sutra.lsm.log",
        "dev.sutra.lsm.compaction",
        "dev.sutra.lsm.load",
        "dev.sutra.lsm.write",
        "dev.sutra.lsm.recovery",
        "dev.sutra.lsm");
    ordered(
        classes,
        "dev.sutra.text.analysis",
        "dev.sutra.text.score",
        "dev.sutra.text.index",
        "dev.sutra.text.buffer");
    ordered(
        classes,
        "dev.sutra.text.analysis",
        "dev.sutra.text.score",
        "dev.sutra.text.expansion",
        "dev.sutra.text.query");
    ordered(classes, "dev.sutra.text.analysis", "dev.sutra.text.highlight", "dev.sutra.text.query");
    ordered(classes, "dev.sutra.text.syntax", "dev.sutra.text.query");
    ordered(
        classes,
        "dev.sutra.vector.kernel",
        "dev.sutra.vector",
        "dev.sutra.vector.quantization",
        "dev.sutra.vector.cells");
    ordered(
        classes,
        "dev.sutra.engine.filter",
        "dev.sutra.engine.query",
        "dev.sutra.engine.graph",
        "dev.sutra.engine.hybrid",
        "dev.sutra.engine.select",
        "dev.sutra.engine",
        "dev.sutra.engine.tools");
  }

  /** A package may depend on those before it. */
  private static void ordered(JavaClasses classes, String... packages) {
    for (int i = 0; i < packages.length - 1; i++) {
      noClasses()
          .that()
          .resideInAPackage(packages[i])
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(Arrays.copyOfRange(packages, i + 1, packages.length))
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule kafkaIsKnownInOnePackage =
      noClasses()
          .that()
          .resideInAPackage("dev.sutra..")
          .and()
          .resideOutsideOfPackages("dev.sutra.kafka..", "dev.sutra.app..", "dev.sutra.schemas..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");
}
