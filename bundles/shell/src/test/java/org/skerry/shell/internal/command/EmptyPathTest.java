// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** An empty path is what a variable of a shell gives that is not set; it does not stand for the current folder. */
class EmptyPathTest {

    @Test
    void isRefusedWhereverAPathIsAskedFor() {
        ObjectNode values = Json.object().put("folder", "");
        values.putArray("paths").add("");
        Arguments arguments = new Arguments(values);

        assertThatThrownBy(() -> arguments.path("folder"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("the path is empty");
        assertThatThrownBy(() -> arguments.paths("paths"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("the path is empty");
    }
}
