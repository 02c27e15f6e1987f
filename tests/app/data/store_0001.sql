-- A database of the first schema (revision 0001) with data in it, dumped by sqlite3's iterdump.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE answer (
	id INTEGER NOT NULL, 
	sitting_id VARCHAR(64) NOT NULL, 
	learner_id INTEGER NOT NULL, 
	question_id VARCHAR(100) NOT NULL, 
	raw JSON NOT NULL, 
	lang VARCHAR(5) NOT NULL, 
	saved_at DATETIME NOT NULL, 
	revision INTEGER NOT NULL, 
	CONSTRAINT pk_answer PRIMARY KEY (id), 
	CONSTRAINT fk_answer_sitting_id_learner_id FOREIGN KEY(sitting_id, learner_id) REFERENCES sitting (id, learner_id), 
	CONSTRAINT uq_answer_sitting_id_question_id UNIQUE (sitting_id, question_id)
);
INSERT INTO "answer" VALUES(1,'handed-in-sitting-0001',1,'q_star','"1 250"','fr','2026-11-20 12:00:00.000000',2);
INSERT INTO "answer" VALUES(2,'handed-in-sitting-0001',1,'choice','["b", "a"]','en','2026-11-20 12:00:00.000000',1);
INSERT INTO "answer" VALUES(3,'handed-in-sitting-0001',1,'policy','{"Q": "300", "s": "120"}','fr','2026-11-20 12:00:00.000000',1);
INSERT INTO "answer" VALUES(4,'open-sitting-000000002',1,'q_star','"12.5"','en','2026-11-20 12:00:00.000000',1);
CREATE TABLE answer_history (
	id INTEGER NOT NULL, 
	sitting_id VARCHAR(64) NOT NULL, 
	learner_id INTEGER NOT NULL, 
	question_id VARCHAR(100) NOT NULL, 
	raw JSON NOT NULL, 
	lang VARCHAR(5) NOT NULL, 
	saved_at DATETIME NOT NULL, 
	revision INTEGER NOT NULL, 
	CONSTRAINT pk_answer_history PRIMARY KEY (id), 
	CONSTRAINT fk_answer_history_sitting_id_learner_id FOREIGN KEY(sitting_id, learner_id) REFERENCES sitting (id, learner_id), 
	CONSTRAINT uq_answer_history_sitting_id_question_id_revision UNIQUE (sitting_id, question_id, revision)
);
INSERT INTO "answer_history" VALUES(1,'handed-in-sitting-0001',1,'q_star','"1 234,5"','fr','2026-11-20 12:00:00.000000',1);
INSERT INTO "answer_history" VALUES(2,'handed-in-sitting-0001',1,'q_star','"1 250"','fr','2026-11-20 12:00:00.000000',2);
INSERT INTO "answer_history" VALUES(3,'handed-in-sitting-0001',1,'choice','["b", "a"]','en','2026-11-20 12:00:00.000000',1);
INSERT INTO "answer_history" VALUES(4,'handed-in-sitting-0001',1,'policy','{"Q": "300", "s": "120"}','fr','2026-11-20 12:00:00.000000',1);
INSERT INTO "answer_history" VALUES(5,'open-sitting-000000002',1,'q_star','"12.5"','en','2026-11-20 12:00:00.000000',1);
CREATE TABLE grade_event (
	id INTEGER NOT NULL, 
	sitting_id VARCHAR(64) NOT NULL, 
	learner_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	marked JSON NOT NULL, 
	engine VARCHAR(50) NOT NULL, 
	CONSTRAINT pk_grade_event PRIMARY KEY (id), 
	CONSTRAINT fk_grade_event_sitting_id_learner_id FOREIGN KEY(sitting_id, learner_id) REFERENCES sitting (id, learner_id), 
	CONSTRAINT uq_grade_event_sitting_id_number UNIQUE (sitting_id, number)
);
INSERT INTO "grade_event" VALUES(1,'handed-in-sitting-0001',1,1,'2026-11-20 12:00:00.000000','hand_in','{"case": "seuil-reappro", "max_score": 20.0, "score": 14.5, "seed": 7, "version": 1}','0.1.0');
CREATE TABLE hint_use (
	id INTEGER NOT NULL, 
	sitting_id VARCHAR(64) NOT NULL, 
	learner_id INTEGER NOT NULL, 
	question_id VARCHAR(100) NOT NULL, 
	number INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_hint_use PRIMARY KEY (id), 
	CONSTRAINT fk_hint_use_sitting_id_learner_id FOREIGN KEY(sitting_id, learner_id) REFERENCES sitting (id, learner_id), 
	CONSTRAINT uq_hint_use_sitting_id_question_id_number UNIQUE (sitting_id, question_id, number)
);
INSERT INTO "hint_use" VALUES(1,'handed-in-sitting-0001',1,'q_star',1,'2026-11-20 12:00:00.000000');
CREATE TABLE learner (
	id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_learner PRIMARY KEY (id), 
	CONSTRAINT uq_learner_name UNIQUE (name)
);
INSERT INTO "learner" VALUES(1,'local','2026-11-20 12:00:00.000000');
CREATE TABLE review_flag (
	id INTEGER NOT NULL, 
	sitting_id VARCHAR(64) NOT NULL, 
	learner_id INTEGER NOT NULL, 
	question_id VARCHAR(100) NOT NULL, 
	raised BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_review_flag PRIMARY KEY (id), 
	CONSTRAINT fk_review_flag_sitting_id_learner_id FOREIGN KEY(sitting_id, learner_id) REFERENCES sitting (id, learner_id), 
	CONSTRAINT uq_review_flag_sitting_id_question_id UNIQUE (sitting_id, question_id)
);
INSERT INTO "review_flag" VALUES(1,'handed-in-sitting-0001',1,'q_star',1,'2026-11-20 12:00:00.000000');
CREATE TABLE sitting (
	id VARCHAR(64) NOT NULL, 
	learner_id INTEGER NOT NULL, 
	case_slug VARCHAR(200) NOT NULL, 
	case_version INTEGER NOT NULL, 
	seed BIGINT NOT NULL, 
	mode VARCHAR(20) NOT NULL, 
	lang VARCHAR(5) NOT NULL, 
	started_at DATETIME NOT NULL, 
	handed_in_at DATETIME, 
	CONSTRAINT pk_sitting PRIMARY KEY (id), 
	CONSTRAINT fk_sitting_learner_id FOREIGN KEY(learner_id) REFERENCES learner (id), 
	CONSTRAINT uq_sitting_id_learner_id UNIQUE (id, learner_id)
);
INSERT INTO "sitting" VALUES('handed-in-sitting-0001',1,'seuil-reappro',1,7,'practice','fr','2026-11-20 12:00:00.000000','2026-11-20 12:00:00.000000');
INSERT INTO "sitting" VALUES('open-sitting-000000002',1,'seuil-reappro',1,8,'practice','en','2026-11-20 12:00:00.000000',NULL);
CREATE TABLE trial (
	id INTEGER NOT NULL, 
	sitting_id VARCHAR(64) NOT NULL, 
	learner_id INTEGER NOT NULL, 
	question_id VARCHAR(100) NOT NULL, 
	inputs JSON NOT NULL, 
	year INTEGER NOT NULL, 
	indicators JSON NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_trial PRIMARY KEY (id), 
	CONSTRAINT fk_trial_sitting_id_learner_id FOREIGN KEY(sitting_id, learner_id) REFERENCES sitting (id, learner_id)
);
INSERT INTO "trial" VALUES(1,'handed-in-sitting-0001',1,'policy','{"Q": 300.0, "s": 120.0}',1,'{"fill_rate": 0.98}','2026-11-20 12:00:00.000000');
CREATE INDEX ix_sitting_learner_id_started_at ON sitting (learner_id, started_at);
CREATE INDEX ix_trial_sitting_id_question_id ON trial (sitting_id, question_id);
COMMIT;
