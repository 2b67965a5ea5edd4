package dev.sutra.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Set;

/** What no code of any module may use. */
@AnalyzeClasses(packages = "dev.sutra", importOptions = DoNotIncludeTests.class)
class CodeRulesTest {
  /** Not {@code split}: with one plain character, as it is used here, it compiles no expression. */
  private static final Set<String> REGEX_METHODS =
      Set.of("splitWithDelimiters", "matches", "replaceAll", "replaceFirst");

  /** Kafka's public QueryableStoreType names an internal type: no implementation can avoid it. */
  @ArchTest
  static final ArchRule nothingUsesInternalsOfOthers =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.sutra.kafka.QueryableConcepts")
          .should()
          .dependOnClassesThat(
              resideInAPackage("..internals..").and(resideOutsideOfPackage("dev.sutra..")));

  @ArchTest
  static final ArchRule nothingUsesRegularExpressions =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.regex..")
          .orShould()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "it is a method of String that takes a regular expression",
                  (JavaCall<?> call) ->
                      call.getTargetOwner().isEquivalentTo(String.class)
                          && REGEX_METHODS.contains(call.getName())));

  @ArchTest
  static final ArchRule nothingUsesJavaSerialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutputStream.class);
}
