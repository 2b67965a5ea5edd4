package dev.sutra.bench.relevance;

import java.util.List;

/**
 * Documents, and questions each of which one of them answers.
 *
 * @param name of the task, for reports
 */
record Task(String name, List<Document> documents, List<Question> questions) {
  Task {
    documents = List.copyOf(documents);
    questions = List.copyOf(questions);
  }

  /** A text under an id. */
  record Document(String id, String text) {}

  /**
   * A question.
   *
   * @param answer id of the document that is wanted
   */
  record Question(String text, String answer) {}
}
