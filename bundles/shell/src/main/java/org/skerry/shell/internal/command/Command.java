// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

/** Something that a node can be told to do. Stateless, or confined to the shell's loop. */
public interface Command {

    /** {@return how it is called: a–z and hyphens} */
    String name();

    /**
     * Begins. Called on the shell's loop; must not block, and must see to it that {@code reply} is ended some time.
     *
     * @param arguments what was asked for
     * @param reply where the answer goes
     * @throws UsageException if the arguments make no sense
     */
    void run(Arguments arguments, Reply reply) throws UsageException;
}
