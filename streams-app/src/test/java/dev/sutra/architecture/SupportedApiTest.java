package dev.sutra.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.sutra.io.CorruptFileException;
import dev.sutra.memory.MemoryBudget;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Direction;
import dev.sutra.record.Limits;
import dev.sutra.record.RowFormatException;
import dev.sutra.record.RowKeys;
import dev.sutra.standing.QueryIndex;
import dev.sutra.standing.QueryMatch;
import dev.sutra.standing.StandingQuery;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.query.CorpusStatistics;
import dev.sutra.text.syntax.ExpressionParser;
import dev.sutra.text.syntax.TextExpression;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.quantization.DistanceTables;
import dev.sutra.vector.quantization.ProductQuantizer;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The supported API of {@code state-store}, as docs/guarantees.md lists it. All other public types
 * are public for other packages of the module. The app is held to the API as any user is.
 */
@AnalyzeClasses(packages = "dev.sutra", importOptions = DoNotIncludeTests.class)
class SupportedApiTest {
  private static final Set<Class<?>> SINGLE_TYPES =
      Set.of(
          Association.class,
          Concept.class,
          CorpusStatistics.class,
          CorruptFileException.class,
          Direction.class,
          DistanceTables.class,
          Limits.class,
          MemoryBudget.class,
          ProductQuantizer.class,
          QueryIndex.class,
          QueryMatch.class,
          RowFormatException.class,
          Similarity.class,
          StandingQuery.class,
          TextAnalyzer.class,
          TextExpression.class,
          ExpressionParser.class);

  /** The app is a part of the project: half-edges travel between its partitions as rows. */
  private static final Set<Class<?>> ROWS =
      Set.of(AssociationRow.class, ConceptRow.class, RowKeys.class);

  @ArchTest
  static final ArchRule theAppUsesTheSupportedApiOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.sutra.app..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.sutra..")
                  .and(
                      DescribedPredicate.not(
                          resideInAnyPackage(
                              "dev.sutra.app..",
                              "dev.sutra.schemas..",
                              "dev.sutra.kafka..",
                              "dev.sutra.engine..")))
                  .and(
                      DescribedPredicate.describe(
                          "are not supported API",
                          (JavaClass type) ->
                              Stream.concat(SINGLE_TYPES.stream(), ROWS.stream())
                                  .noneMatch(api -> isPartOf(type, api)))));

  private static boolean isPartOf(JavaClass type, Class<?> api) {
    return type.getName().equals(api.getName()) || type.getName().startsWith(api.getName() + "$");
  }
}
