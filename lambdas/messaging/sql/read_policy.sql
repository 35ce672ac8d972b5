SELECT policy FROM messaging.workspaces WHERE workspace_id = :workspace_id
