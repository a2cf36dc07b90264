/** The pure core of Tidemark: the model of rows and schemas, the ports to the stores, and the sync engine. */
module dev.tidemark.domain {
    requires static org.jspecify;

    exports dev.tidemark.domain.schema;
    exports dev.tidemark.domain.row;
    exports dev.tidemark.domain.position;
    exports dev.tidemark.domain.plan;
    exports dev.tidemark.domain.port;
    exports dev.tidemark.domain.event;
    exports dev.tidemark.domain.engine;
}
