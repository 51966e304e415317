from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.todos = {1: "write", 2: "read"}
    yield


app = FastAPI(lifespan=lifespan)


class Todo(BaseModel):
    text: str
    done: bool = False


@app.get("/todos/{number}")
async def get_todo(number: int):
    if number not in app.state.todos:
        raise HTTPException(404, "no such todo")
    return {"number": number, "text": app.state.todos[number]}


@app.post("/todos", status_code=201)
def add_todo(todo: Todo, response: Response):
    response.set_cookie("last", "3")
    response.set_cookie("theme", "dark", httponly=True)
    return todo


@app.get("/export")
async def export():
    async def lines():
        for text in app.state.todos.values():
            yield text + "\n"

    return StreamingResponse(lines(), media_type="text/plain")
