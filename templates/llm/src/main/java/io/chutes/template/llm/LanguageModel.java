package io.chutes.template.llm;

import io.chutes.template.llm.batch.Batch;
import io.chutes.template.llm.batch.BatchLoad;
import io.chutes.template.llm.batch.Sequence;
import io.chutes.template.llm.chat.ChatTemplate;
import io.chutes.template.llm.grammar.TokenTree;
import io.chutes.template.llm.model.Decoder;
import io.chutes.template.llm.model.DecoderOptions;
import io.chutes.template.llm.sampling.SamplingDefaults;
import io.chutes.template.llm.text.Vocabulary;
import io.chutes.template.torch.TextTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A model that is loaded, with all that makes text of its tokens, and the batch that its answers are made in. */
final class LanguageModel implements AutoCloseable {
    private final Vocabulary vocabulary;
    private final Optional<ChatTemplate> template;
    private final TextTokenizer tokenizer;
    private final SamplingDefaults sampling;
    private final Decoder decoder;
    private final Batch batch;
    private @Nullable TokenTree tree;

    private LanguageModel(
            Vocabulary vocabulary,
            Optional<ChatTemplate> template,
            TextTokenizer tokenizer,
            SamplingDefaults sampling,
            Decoder decoder,
            Consumer<Throwable> failed) {
        this.vocabulary = vocabulary;
        this.template = template;
        this.tokenizer = tokenizer;
        this.sampling = sampling;
        this.decoder = decoder;
        this.batch = Batch.start(decoder, failed);
    }

    /**
     * Loads a folder as Hugging Face's hub has it.
     *
     * @param failed told, once, what ended its batch if nobody closed it
     * @throws io.chutes.template.torch.ModelException if a file is missing or says what is not supported, naming it
     */
    static LanguageModel open(Path folder, DecoderOptions options, Consumer<Throwable> failed) {
        Vocabulary vocabulary = Vocabulary.open(folder);
        Optional<ChatTemplate> template = ChatTemplate.find(folder, vocabulary.specialTexts());
        SamplingDefaults sampling = SamplingDefaults.read(folder);
        TextTokenizer tokenizer = TextTokenizer.open(folder);
        try {
            return new LanguageModel(vocabulary, template, tokenizer, sampling, Decoder.load(folder, options), failed);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    Optional<ChatTemplate> template() {
        return template;
    }

    /** How tokens are chosen where a request does not say. */
    SamplingDefaults sampling() {
        return sampling;
    }

    Decoder decoder() {
        return decoder;
    }

    /** How many tokens there are, of those that have a text. */
    int vocabulary() {
        return Math.min(vocabulary.size(), decoder.config().vocabulary());
    }

    /** All tokens by their bytes; made when it is asked for first. */
    synchronized TokenTree tree() {
        if (tree == null) {
            tree = TokenTree.of(vocabulary);
        }
        return tree;
    }

    /** The tokens of a text that can be encoded, with those that the model expects around it or without. */
    List<Integer> encode(String text, boolean special) {
        return Arrays.stream(tokenizer.encode(text, special))
                .mapToObj(token -> (int) token)
                .toList();
    }

    /** The text of tokens. */
    String decode(List<Integer> tokens) {
        return tokenizer.decode(tokens.stream().mapToLong(Integer::longValue).toArray());
    }

    /** The most tokens of a prompt and its answer. */
    int context() {
        return Math.min(decoder.config().contextLength(), decoder.kvTokens());
    }

    /** Answers that have not begun. */
    List<Sequence> sequences(List<Plan> plans, Consumer<Event> listener, BooleanSupplier left) {
        List<Sequence> sequences = new ArrayList<>();
        for (Plan plan : plans) {
            sequences.add(new Generation(
                    sequences.size(), plan, vocabulary, decoder.config().endTokens(), listener, left));
        }
        return sequences;
    }

    /** What it is busy with. */
    BatchLoad load() {
        return batch.load();
    }

    /** Has those to a call made. */
    void submit(List<Sequence> call) {
        try {
            batch.submit(call.toArray(Sequence[]::new));
        } catch (IllegalArgumentException e) {
            throw new RefusalException(e);
        }
    }

    @Override
    public void close() {
        batch.close();
        decoder.close();
        tokenizer.close();
    }
}
