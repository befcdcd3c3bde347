// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli.doctor;

import jakarta.json.JsonArrayBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.skerry.runtime.cli.Exit;
import org.skerry.runtime.cli.Json;
import org.skerry.runtime.cli.Output;
import org.skerry.runtime.cli.SkerryCommand;
import org.skerry.runtime.node.NodeHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code doctor}. */
@Command(
        name = "doctor",
        description =
                "Look at Java, the home folder and the network, and tell how to mend what is wrong. Needs no node.")
public final class DoctorCommand implements Callable<Integer> {

    @ParentCommand
    private SkerryCommand root;

    @Option(names = "--json", description = "Print a JSON document.")
    private boolean json;

    @Override
    public Integer call() {
        NodeHome home = root.home();
        List<Finding> findings = new ArrayList<>();
        findings.addAll(MachineChecks.all());
        findings.addAll(HomeChecks.all(home));
        findings.addAll(NetworkChecks.all(home));
        if (json) {
            printJson(findings);
        } else {
            for (Finding it : findings) {
                Output.data()
                        .printf("%-4s  %s: %s%n", it.level().name().toLowerCase(Locale.ROOT), it.what(), it.message());
            }
        }
        Output.data().flush();
        return findings.stream().anyMatch(it -> it.level() == Finding.Level.FAIL) ? Exit.FAILED : Exit.OK;
    }

    private static void printJson(List<Finding> findings) {
        JsonArrayBuilder list = jakarta.json.Json.createArrayBuilder();
        for (Finding it : findings) {
            list.add(jakarta.json.Json.createObjectBuilder()
                    .add("what", it.what())
                    .add("level", it.level().name().toLowerCase(Locale.ROOT))
                    .add("message", it.message()));
        }
        Output.data().println(Json.pretty(list.build()));
    }
}
