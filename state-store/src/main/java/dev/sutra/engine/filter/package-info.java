/**
 * Conditions on concepts, and their form as text.
 *
 * <h2>Grammar of the text</h2>
 *
 * <pre>
 * filter      = or
 * or          = and { "or" and }
 * and         = unary { "and" unary }
 * unary       = "not" unary | "(" or ")" | condition
 * condition   = name compare value
 *             | name [ "not" ] "in" "(" value { "," value } ")"
 *             | "exists" "(" name ")"
 *             | "id" "^" string
 *             | "id" ( "=" | "!=" ) string
 *             | "id" [ "not" ] "in" "(" string { "," string } ")"
 *             | ( "updated_at" | "created_at" ) compare time
 *             | "has" "(" string [ ( "-&gt;" | "&lt;-" | "&lt;-&gt;" ) [ string ] ] ")"
 * compare     = "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;="
 * name        = word | quoted
 * value       = string | number | "true" | "false"
 * string      = word | quoted
 * time        = whole number (ms since the epoch)
 *             | date, as 2026-11-27 | date and time, as "2026-11-27T08:00:00Z"
 * word        = a letter or "_", then letters, digits, "_", ".", "/", ":", "@", "#", and "-" before
 *               a letter or digit
 * quoted      = '"' characters '"', where \" and \\ stand for " and \
 * number      = digits with an optional sign, fraction and exponent
 * </pre>
 *
 * <p>"not" binds more strongly than "and", and "and" more strongly than "or". The words of the
 * grammar (and, or, not, in, exists, has, true, false) may be written in capitals; as a name or
 * string they are quoted. {@code id}, {@code updated_at} and {@code created_at} mean the concept's
 * own id and times; an attribute of such a name is quoted. An empty text is a filter that all
 * concepts pass.
 *
 * <h2>Meaning</h2>
 *
 * <p>Values are equal if their types and exact values are: the number 1 equals 1.0, and neither the
 * string "1" nor true. {@code <}, {@code <=}, {@code >} and {@code >=} compare numbers, and match
 * no string or boolean; that one name has values of several types is no error. A concept without
 * the attribute meets no condition on it, and therefore each condition's negation: {@code a != 1}
 * means {@code not a = 1}. Times are in milliseconds; a date means its first one, in UTC.
 *
 * <p>{@code has(T)} is met by a concept with an association of type T in any direction, {@code
 * has(T ->)} by the source of one, {@code has(T <-)} by the target of one, and {@code has(T -> X)}
 * by a source whose target is X.
 */
@NullMarked
package dev.sutra.engine.filter;

import org.jspecify.annotations.NullMarked;
