SELECT policy FROM booking.workspaces WHERE workspace_id = :workspace_id
