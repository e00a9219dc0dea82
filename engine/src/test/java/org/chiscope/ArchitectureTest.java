package org.chiscope;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The order of the engine's packages: each imports only from floors below its own, so that a reader
 * can go through the engine in the direction of the data (parameters, losses, draws, statistics, χ,
 * patterning), and never has to look up.
 */
class ArchitectureTest {
    private static final String ROOT = "org.chiscope";

    /** A new package must be given its floor here. */
    private static final Map<String, Integer> FLOORS =
            Map.ofEntries(
                    Map.entry("math", 1),
                    Map.entry("network", 2),
                    Map.entry("physics", 2),
                    Map.entry("format", 2),
                    Map.entry("data", 3),
                    Map.entry("system", 4),
                    Map.entry("sampling", 5),
                    Map.entry("training", 5),
                    Map.entry("response", 6),
                    Map.entry("patterning", 7),
                    Map.entry("modes", 7),
                    Map.entry("geometry", 7),
                    Map.entry("experiment", 8),
                    Map.entry("cli", 9));

    private static final JavaClasses ENGINE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    @Test
    void everyPackageStandsOnAFloor() {
        List<String> unknown =
                ENGINE.stream()
                        .map(JavaClass::getPackageName)
                        .distinct()
                        .filter(name -> !FLOORS.containsKey(floorName(name)))
                        .toList();
        assertEquals(List.of(), unknown);
    }

    @Test
    void importsGoOnlyToLowerFloors() {
        List<String> violations = new ArrayList<>();
        for (JavaClass importer : ENGINE) {
            for (Dependency dependency : importer.getDirectDependenciesFromSelf()) {
                String from = floorName(importer.getPackageName());
                String to = floorName(dependency.getTargetClass().getPackageName());
                if (!from.equals(to)
                        && FLOORS.containsKey(to)
                        && FLOORS.getOrDefault(from, 0) <= FLOORS.get(to)) {
                    violations.add(dependency.getDescription());
                }
            }
        }
        assertEquals(List.of(), violations);
    }

    @Test
    void onlyMathTouchesTheVectorApi() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".math..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .check(ENGINE);
    }

    @Test
    void theEngineKnowsNoWindow() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..", ROOT + ".app..")
                .check(ENGINE);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked =
                ENGINE.stream()
                        .map(JavaClass::getPackage)
                        .distinct()
                        .filter(javaPackage -> !javaPackage.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName)
                        .toList();
        assertEquals(List.of(), unmarked);
    }

    /** The first name below the root, or the whole name of a package outside it. */
    private static String floorName(String packageName) {
        if (!packageName.startsWith(ROOT + ".")) {
            return packageName;
        }
        String rest = packageName.substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
