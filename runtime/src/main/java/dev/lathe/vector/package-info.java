/** The loop vectoriser: analyse, plan, cost, apply. Knows no encodings. */
package dev.lathe.vector;
