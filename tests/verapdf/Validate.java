import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.verapdf.core.VeraPDFException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.validators.ValidatorConfigBuilder;

/** Validates files with veraPDF: reads lines such as {@code ua1 one.pdf}, and answers each with a line of JSON. */
public final class Validate {
    /** Of one rule that fails everywhere, this many places tell enough. */
    private static final int MOST = 3;

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (var line = asked.readLine(); line != null; line = asked.readLine()) {
            var words = line.split(" ", 2);
            var flavour = PDFAFlavour.byFlavourId(words[0]);
            if (flavour == PDFAFlavour.NO_FLAVOUR) {
                throw new IllegalArgumentException("unknown flavour " + words[0]);
            }
            answers.println(validated(new File(words[1]), flavour));
        }
    }

    private static String validated(File file, PDFAFlavour flavour) throws Exception {
        var config = new ValidatorConfigBuilder().flavour(flavour).recordPasses(false).maxFails(-1)
            .maxNumberOfDisplayedFailedChecks(MOST).build();
        try (var parser = Foundries.defaultInstance().createParser(file, flavour);
             var validator = Foundries.defaultInstance().createValidator(config)) {
            return json(file, validator.validate(parser));
        } catch (VeraPDFException error) {
            return "{\"file\": " + quoted(file.getPath()) + ", \"error\": " + quoted(String.valueOf(error)) + "}";
        }
    }

    private static String json(File file, ValidationResult result) {
        List<String> failed = new ArrayList<>();
        for (TestAssertion each : result.getTestAssertions()) {
            if (each.getStatus() == TestAssertion.Status.FAILED) {
                failed.add("{\"clause\": " + quoted(each.getRuleId().getClause())
                    + ", \"test\": " + each.getRuleId().getTestNumber()
                    + ", \"times\": " + result.getFailedChecks().get(each.getRuleId())
                    + ", \"message\": " + quoted(each.getMessage())
                    + ", \"context\": " + quoted(each.getLocation().getContext()) + "}");
            }
        }
        return "{\"file\": " + quoted(file.getPath()) + ", \"checks\": " + result.getTotalAssertions()
            + ", \"compliant\": " + result.isCompliant() + ", \"failed\": [" + String.join(", ", failed) + "]}";
    }

    private static String quoted(String text) {
        var written = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            written.append(c == '"' || c == '\\' ? "\\" + c : c < ' ' ? String.format("\\u%04x", (int) c) : c);
        }
        return written.append('"').toString();
    }
}
