package dev.saring.topology;

import java.util.List;

/** Looks at one thing that a start depends on. Changes nothing. */
interface StartCheck {
    /** What it looks at, in a word. */
    String subject();

    /**
     * Looks.
     *
     * @return whatever would stop a start or hinder the work; empty where all is well
     */
    List<Finding> look() throws InterruptedException;
}
