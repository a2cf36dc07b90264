package dev.tidemark.domain.port;

/** What servers remember besides what every run does: who may call them, what was done, and what they tell while it is done. */
public interface ServerState extends StateStore {

    TokenStore tokens();

    AuditLog audit();

    RunEventStore events();

    StartStore starts();

    ServerSecrets secrets();

    RunPieceStore pieces();
}
